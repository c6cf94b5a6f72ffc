package io.tensorinit.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The instrument sees threads that are in no order: kernels with one such fault each, and what each
 * becomes without it.
 */
class PtxRacesTest extends OneKernel {
  /** Each thread gives its index to its neighbour, the last to the first. */
  private static String[] neighbours(String barrier) {
    return new String[] {
      "st.shared.u32 [%r7], %r1;",
      barrier,
      "xor.b32 %r8, %r6, 4;",
      "add.s32 %r8, %r8, %r5;",
      "ld.shared.u32 %r8, [%r8];",
      "st.global.u32 [%rd1], %r8;",
      "ret;"
    };
  }

  @Test
  void aBarrierOrdersTheThreadsOfABlock() {
    run(2, neighbours("bar.sync 0;"));
    int[] expected = new int[2 * THREADS];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (i ^ 1) % THREADS;
    }
    assertArrayEquals(expected, words());
  }

  /** Of one warp, too, and whichever of the two comes first. */
  @Test
  void withoutABarrierTheySeeEachOther() {
    String message = refusal(1, neighbours(""));
    assertTrue(
        message.matches(
            "thread (\\d+) of block 0 at \"(ld.shared.u32 %r8, \\[%r8\\]\" \\(13\\) reads|"
                + "st.shared.u32 \\[%r7\\], %r1\" \\(10\\) writes)"
                + " bytes \\d+ to \\d+ of 1024 of shared line, which"
                + "( nobody wrote|"
                + " thread (\\d+) of block 0 at \"(ld.shared.u32 %r8, \\[%r8\\]\" \\(13\\) read|"
                + "st.shared.u32 \\[%r7\\], %r1\" \\(10\\) wrote), in no order)"),
        message);
  }

  /** The barrier at a loop's end: what was read must not be written yet. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aLoopWantsABarrierAtItsEnd(boolean isThere) {
    String[] loop = {
      "mov.u32 %r8, 0;",
      "LOOP:",
      "st.shared.u32 [%r7], %r1;",
      "bar.sync 0;",
      "ld.shared.u32 %r3, [%r5+12];",
      isThere ? "bar.sync 0;" : "",
      "add.s32 %r8, %r8, 1;",
      "setp.lt.u32 %p1, %r8, 3;",
      "@%p1 bra LOOP;",
      "ret;"
    };
    if (isThere) {
      run(1, loop);
    } else {
      String message = refusal(1, loop);
      assertTrue(message.contains("bytes 12 to 15 of 1024 of shared line, which thread "), message);
      assertTrue(message.endsWith(", in no order"), message);
    }
  }

  @Test
  void twoBlocksMustNotWriteOneCell() {
    String write = "st.global.u32 [%rd3+4], %r1;";
    String message = refusal(2, "setp.ne.u32 %p1, %r1, 7;", "@%p1 ret;", write, "ret;");
    assertTrue(
        message.matches(
            "thread 7 of block (0|1) at \"st.global.u32 \\[%rd3\\+4\\], %r1\" \\(12\\) writes"
                + " bytes 4 to 7 of 512 of global memory,"
                + " which thread 7 of block (?!\\1)(0|1) at"
                + " \"st.global.u32 \\[%rd3\\+4\\], %r1\" \\(12\\) wrote, in no order"),
        message);
    run(1, "setp.ne.u32 %p1, %r1, 7;", "@%p1 ret;", write, "ret;");
  }

  /** No barrier orders blocks. */
  @Test
  void noBlockMayReadWhatAnotherWrites() {
    String message =
        refusal(
            2, "st.global.u32 [%rd1], %r1;", "bar.sync 0;", "ld.global.u32 %r8, [%rd3];", "ret;");
    assertTrue(message.contains(" of global memory, which thread "), message);
    run(1, "st.global.u32 [%rd1], %r1;", "bar.sync 0;", "ld.global.u32 %r8, [%rd3];", "ret;");
  }

  /** The one after the other, since launches of a stream are in order. */
  @Test
  void launchesAreOrdered() {
    run(2, "st.global.u32 [%rd1], %r1;", "ret;");
    run(2, "ld.global.u32 %r8, [%rd3];", "ret;");
    run(2, "st.global.u32 [%rd1], %r1;", "ret;");
  }

  @Test
  void bytesOfOneWordAreApart() {
    run(
        2,
        "sub.s64 %rd1, %rd1, %rd2;",
        "cvt.u64.u32 %rd4, %r4;",
        "add.s64 %rd1, %rd1, %rd4;",
        "st.global.u8 [%rd1], %r1;",
        "ret;");
    assertEquals(0x03020100, words()[0]);
    String message =
        refusal(
            1,
            "sub.s64 %rd1, %rd1, %rd2;",
            "cvt.u64.u32 %rd4, %r4;",
            "add.s64 %rd1, %rd1, %rd4;",
            "st.global.u8 [%rd1], %r1;",
            "setp.eq.u32 %p1, %r1, 0;",
            "@%p1 st.global.u32 [%rd1], %r1;",
            "ret;");
    assertTrue(message.contains("in no order"), message);
  }

  @Test
  void constantMemoryStaysAsItIs() {
    String message =
        refusal(1, "st.global.u32 [%rd1], %r1;", "ld.global.nc.u32 %r8, [%rd1];", "ret;");
    assertTrue(message.endsWith("wrote, and ld.global.nc is for what stays as it is"), message);
    message = refusal(1, "ld.global.nc.u32 %r8, [%rd1];", "st.global.u32 [%rd1], %r1;", "ret;");
    assertTrue(message.endsWith("read, and ld.global.nc is for what stays as it is"), message);
  }

  @Test
  void threadsWaitAtOneBarrier() {
    String[] divergent = {
      "setp.lt.u32 %p1, %r1, 40;",
      "@%p1 bra LOW;",
      "bar.sync 0;",
      "ret;",
      "LOW:",
      "bar.sync 0;",
      "ret;"
    };
    String message = refusal(1, divergent);
    assertTrue(
        message.matches(
            "thread \\d+ of block 0 at \"bar.sync 0\" \\((12|14)\\) and thread \\d+ of block 0 at"
                + " \"bar.sync 0\" \\((?!\\1)(12|14)\\) wait at different barriers"),
        message);
  }

  /** PTX ISA, exit: a barrier does not wait for a thread that is done. */
  @Test
  void noBarrierWaitsForThreadsThatAreDone() {
    run(
        1,
        "setp.lt.u32 %p1, %r1, 40;",
        "@%p1 ret;",
        "bar.sync 0;",
        "st.global.u32 [%rd1], %r1;",
        "ret;");
    assertEquals(0, words()[39]);
    assertEquals(40, words()[40]);
  }
}
