package io.tensorinit.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The instrument sees what it is there to see: kernels with one fault each, and what each becomes
 * without it.
 */
class PtxMachineTest {
  private static final int THREADS = 64;

  private final PtxMemory memory = PtxMemory.global();
  private final byte[] out = new byte[4 * 2 * THREADS];
  private final long address = memory.allocate(out);

  /** A kernel of these instructions: %rd1 is where a thread's own word lies, %r1 its index. */
  private static PtxMachine machine(PtxMemory memory, String... instructions) {
    String text =
        ".version 6.3\n.target sm_70\n.address_size 64\n"
            + ".visible .entry k(.param .u64 k_0)\n{\n"
            + ".shared .align 16 .b8 line[1024];\n"
            + ".reg .pred %p<9>;\n.reg .b16 %rs<9>;\n.reg .b32 %r<9>;\n.reg .b64 %rd<9>;\n"
            + "mov.u32 %r1, %tid.x;\n"
            + "mov.u32 %r2, %ctaid.x;\n"
            + "mov.u32 %r3, %ntid.x;\n"
            + "mad.lo.s32 %r4, %r2, %r3, %r1;\n"
            + "ld.param.u64 %rd3, [k_0];\n"
            + "mul.wide.u32 %rd2, %r4, 4;\n"
            + "add.s64 %rd1, %rd3, %rd2;\n"
            + "mov.u32 %r5, line;\n"
            + "shl.b32 %r6, %r1, 2;\n"
            + "add.s32 %r7, %r5, %r6;\n"
            + String.join("\n", instructions)
            + "\n}\n";
    return new PtxMachine(PtxModule.parse(text), memory);
  }

  private void run(int blocks, String... instructions) {
    byte[] parameters = PtxMachine.parameters(8).putLong(address).array();
    machine(memory, instructions).launch("k", blocks, THREADS, 0, parameters);
  }

  private String refusal(int blocks, String... instructions) {
    String message = assertThrows(PtxException.class, () -> run(blocks, instructions)).getMessage();
    assertTrue(message.startsWith("k: "), message);
    String order = "; -Dtensorinit.ptxOrder=" + Long.getLong("tensorinit.ptxOrder", 1);
    assertTrue(message.endsWith(order), message);
    return message.replaceAll("^k: |; -D.*$", "");
  }

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

  private int[] words() {
    int[] words = new int[out.length / 4];
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return words;
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
  void sharedMemoryHoldsNothingAtFirst() {
    String message = refusal(1, "ld.shared.u32 %r8, [%r5+64];", "ret;");
    assertTrue(
        message.matches(
            "thread \\d+ of block 0 at \"ld.shared.u32 %r8, \\[%r5\\+64\\]\" \\(10\\) reads bytes"
                + " 64 to 67 of 1024 of shared line, which nobody wrote"),
        message);
    // nor what another block wrote
    String[] first = {
      "setp.ne.u32 %p1, %r2, 0;",
      "@%p1 bra READ;",
      "st.shared.u32 [%r7], %r1;",
      "READ:",
      "ld.shared.u32 %r8, [%r7];",
      "ret;"
    };
    run(1, first);
    assertTrue(refusal(2, first).endsWith("which nobody wrote"));
  }

  @Test
  void memoryHoldsNothingAtFirst() {
    PtxMemory other = PtxMemory.global();
    long fresh = other.allocateUnwritten(new byte[4 * THREADS]);
    byte[] parameters = PtxMachine.parameters(8).putLong(fresh).array();
    PtxMachine reads = machine(other, "ld.global.u32 %r8, [%rd1];", "ret;");
    String message =
        assertThrows(PtxException.class, () -> reads.launch("k", 1, THREADS, 0, parameters))
            .getMessage();
    assertTrue(message.contains(" of 256 of global memory, which nobody wrote"), message);
    other.hostWrites(fresh, 252);
    assertEquals(
        "the host or a library reads bytes 0 to 255 of 256 of global memory, of which nobody wrote"
            + " byte 252",
        assertThrows(PtxException.class, () -> other.hostReads(fresh, 256)).getMessage());
    assertTrue(
        assertThrows(PtxException.class, () -> reads.launch("k", 1, THREADS, 0, parameters))
            .getMessage()
            .contains("bytes 252 to 255 of 256"));
    machine(other, "st.global.u32 [%rd1], %r1;", "ret;").launch("k", 1, THREADS, 0, parameters);
    reads.launch("k", 1, THREADS, 0, parameters);
    other.hostReads(fresh, 256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add.s32 %r8, %r1, %r0;",
        "mov.b64 %rd8, {%r1, %r0};",
        "st.global.u32 [%rd1], %r0;",
        "selp.b32 %r8, %r0, %r1, %p1;",
      })
  void registersAreSetBeforeTheyAreRead(String instruction) {
    String message = refusal(1, "setp.eq.u32 %p1, %r1, %r1;", instruction, "ret;");
    assertTrue(message.endsWith(" reads %r0, which was never set"), message);
  }

  @Test
  void whatIsNotChosenNeedNotBeSet() {
    run(
        1,
        "setp.eq.u32 %p1, %r1, %r1;",
        "selp.b32 %r8, %r1, %r0, %p1;",
        "@!%p1 add.s32 %r8, %r0, %r0;",
        "ret;");
    assertTrue(refusal(1, "@%p1 ret;", "ret;").endsWith("reads %p1, which was never set"));
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

  @Test
  void accessesStayWithinAnAllocation() {
    String message = refusal(1, "st.global.u32 [%rd3+512], %r1;", "ret;");
    assertTrue(
        message.endsWith(
            "is out of bounds, 512 bytes behind the start of 512 bytes of global memory"),
        message);
    assertTrue(
        refusal(1, "ld.shared.u32 %r8, [%r5+1024];", "ret;")
            .endsWith(
                "is out of bounds, 1024 bytes behind the start of 1024 bytes of shared line"));
    assertTrue(refusal(1, "st.global.u32 [%rd3+2], %r1;", "ret;").endsWith("is not aligned"));
  }

  /** As a device refuses a launch that a kernel's registers were not counted for. */
  @ParameterizedTest
  @CsvSource({"'.maxntid 256', 256", "'.maxntid 16, 4, 2', 128", "'', 1024"})
  void blocksHaveTheThreadsThatAKernelAllows(String bound, int most) {
    String text = ".version 6.3\n.target sm_70\n.visible .entry k()\n" + bound + "\n{\nret;\n}\n";
    PtxMachine machine = new PtxMachine(PtxModule.parse(text), memory);
    machine.launch("k", 1, most, 0, new byte[0]);
    assertEquals(
        "k: a block has 1 to " + most + " threads, was " + (most + 1),
        assertThrows(PtxException.class, () -> machine.launch("k", 1, most + 1, 0, new byte[0]))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bar.sync 1;",
        "bar.sync 0, 32;",
        "bar.arrive 0, 64;",
        "barrier.sync 0;",
        "ld.volatile.shared.u32 %r8, [%r7];",
        "ld.shared.nc.u32 %r8, [%r7];",
        "st.const.u32 [%rd1], %r8;",
        "atom.shared.add.u32 %r8, [%r7], 1;",
        "shfl.sync.down.b32 %r8, %r1, 1, 31, -1;",
        "membar.gl;",
      })
  void whatNoKernelUsesIsRefused(String instruction) {
    String message =
        assertThrows(PtxException.class, () -> run(1, instruction, "ret;")).getMessage();
    assertTrue(message.contains("known"), message);
  }
}
