package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as Linux writes them into /proc/cpuinfo. */
class ProcessorTest {
  @ParameterizedTest
  @CsvSource({
    "'flags\t\t: fpu avx2 avx512f avx512dq rdseed\nbugs\t\t: spectre_v1\n', true",
    "'flags\t\t: fpu avx512f avx512dq\nbugs\t\t: spectre_v1\n', true",
    "'flags\t\t: fpu sse2 avx avx2 bmi2\nbugs\t\t: spectre_v1\n', false",
    "'flags\t\t: fpu avx512dqx\n', false",
    "'model name\t: avx512dq \nflags\t\t: fpu avx2\n', false",
    "'Features\t: fp asimd evtstrm aes sha1\n', false",
    "'', false"
  })
  void theFlagsOfAProcessorTellWhetherItMultipliesLongs(String text, boolean multiplies) {
    assertEquals(multiplies, Processor.hasLongVectors(text));
  }
}
