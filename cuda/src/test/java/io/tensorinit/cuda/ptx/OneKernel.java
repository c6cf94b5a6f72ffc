package io.tensorinit.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A kernel of a test's instructions, in blocks of 64 threads, with a word of memory for each. */
abstract class OneKernel {
  static final int THREADS = 64;

  final PtxMemory memory = PtxMemory.global();
  private final byte[] out = new byte[4 * 2 * THREADS];
  private final long address = memory.allocate(out);

  /** A kernel of these instructions: %rd1 is where a thread's own word lies, %r1 its index. */
  static PtxMachine machine(PtxMemory memory, String... instructions) {
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

  void run(int blocks, String... instructions) {
    byte[] parameters = PtxMachine.parameters(8).putLong(address).array();
    machine(memory, instructions).launch("k", blocks, THREADS, 0, parameters);
  }

  String refusal(int blocks, String... instructions) {
    String message = assertThrows(PtxException.class, () -> run(blocks, instructions)).getMessage();
    assertTrue(message.startsWith("k: "), message);
    String order = "; -Dtensorinit.ptxOrder=" + Long.getLong("tensorinit.ptxOrder", 1);
    assertTrue(message.endsWith(order), message);
    return message.replaceAll("^k: |; -D.*$", "");
  }

  int[] words() {
    int[] words = new int[out.length / 4];
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return words;
  }
}
