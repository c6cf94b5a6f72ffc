package io.tensorinit.tensor;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known answers by Python's hashlib:
 *
 * <pre>
 *   from hashlib import sha256
 *   first8 = lambda b: int.from_bytes(sha256(b).digest()[:8], "little")
 *   derive = lambda key, label: hex(first8(key.to_bytes(8, "little") + b"\xff" + label.encode()))
 * </pre>
 */
class KeyTest {
  @Test
  void derivesSubStreams() {
    assertEquals(Key.raw(0xfd0f6375957f446cL), Key.raw(0x4d2).derive("low"));
    assertEquals(Key.raw(0x28d85b41cc32e271L), Key.raw(-1).derive(""));
    assertEquals(
        Key.raw(0xadd6e09b4c87b0f4L),
        Seed.DEFAULT.key("fc1.weight").derive("part/0").derive("noise"));
  }

  @Test
  void labelsAndNamesAreApart() {
    assertNotEquals(Seed.of(5).key("low"), Key.raw(5).derive("low"));
  }

  @ParameterizedTest
  @CsvSource({
    "1234, 0x00000000000004d2",
    "0x00000000000004d2, 0x00000000000004d2",
    "-1, 0xffffffffffffffff",
    "18446744073709551615, 0xffffffffffffffff"
  })
  void parsesIntegers(String text, String key) {
    assertEquals(key, Key.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1.5", "1e3", "w", "0x", "--1", "\u0661"})
  void refusesWhatIsNoInteger(String text) {
    assertRefused(
        "key must be a decimal or 0x integer, was \"" + text + "\"", () -> Key.parse(text));
  }

  @Test
  void refusesIntegersOutside64BitsAndUnpairedSurrogates() {
    assertRefused(
        "key must lie in -2^63 .. 2^64 - 1, was 18446744073709551616",
        () -> Key.parse("18446744073709551616"));
    assertRefused(
        "label must be valid Unicode, but has an unpaired surrogate",
        () -> Key.raw(1).derive("\uD83D"));
  }
}
