package io.tensorinit.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The instrument sees what is wrong whatever the order of threads: kernels with one fault each, and
 * what each becomes without it.
 */
class PtxMachineTest extends OneKernel {
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
