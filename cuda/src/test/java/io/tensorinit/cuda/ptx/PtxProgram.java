package io.tensorinit.cuda.ptx;

import java.util.Arrays;
import java.util.List;

/**
 * A kernel with its instructions decoded. Whatever an operand can be, a register, a literal, an
 * array's address, is a slot of a thread, so that all are read alike.
 */
final class PtxProgram {
  /** What a step returns where it goes on to the next, ends the thread, or waits. */
  static final int NEXT = -1;

  static final int EXIT = -2;
  static final int BARRIER = -3;

  /** The most sources of an instruction. */
  static final int MOST_OPERANDS = 4;

  /** One step: reads and writes a thread's slots, and says where to go on. */
  @FunctionalInterface
  interface Step {
    /**
     * Executes.
     *
     * @param thread the thread
     * @return an instruction, or one of the constants
     */
    int run(PtxThread thread);
  }

  private final PtxModule.Kernel kernel;
  private final PtxMemory global;
  private final PtxSlots slots;
  private final Step[] steps;

  /**
   * Decodes a kernel.
   *
   * @param module the module it is of
   * @param kernel the kernel
   * @param global the device's memory
   * @throws PtxException if it has an instruction that is not known
   */
  PtxProgram(PtxModule module, PtxModule.Kernel kernel, PtxMemory global) {
    this.kernel = kernel;
    this.global = global;
    this.slots = new PtxSlots(module, kernel);
    this.steps = new Step[kernel.code().size()];
    if (steps.length > PtxLaunch.MOST_INSTRUCTIONS) {
      throw new PtxException(kernel.name() + " has " + steps.length + " instructions");
    }
    for (int i = 0; i < steps.length; i++) {
      PtxModule.Instruction instruction = kernel.code().get(i);
      try {
        steps[i] = guarded(instruction, decode(instruction));
      } catch (PtxException e) {
        throw new PtxException(kernel.name() + ": " + instruction + ": " + e.getMessage());
      }
    }
  }

  Step[] steps() {
    return steps;
  }

  PtxModule.Kernel kernel() {
    return kernel;
  }

  PtxSlots slots() {
    return slots;
  }

  private Step guarded(PtxModule.Instruction instruction, Step step) {
    if (instruction.guard().isEmpty()) {
      return step;
    }
    int guard = slots.of(instruction.guard());
    long skip = instruction.negated() ? 1 : 0;
    return thread -> thread.value(guard) == skip ? NEXT : step.run(thread);
  }

  private Step decode(PtxModule.Instruction instruction) {
    String opcode = instruction.opcode();
    List<String> operands = instruction.operands();
    switch (opcode.contains(".") ? opcode.substring(0, opcode.indexOf('.')) : opcode) {
      case "ret":
      case "exit":
        return thread -> EXIT;
      case "bar":
        if (!opcode.equals("bar.sync") || !operands.equals(List.of("0"))) {
          throw new PtxException("barrier is not known");
        }
        return thread -> BARRIER;
      case "bra":
        Integer target = kernel.labels().get(operands.get(0));
        if (target == null) {
          throw new PtxException("label is not known");
        }
        return thread -> target;
      case "ld":
        return load(opcode, operands);
      case "st":
        return store(opcode, operands);
      case "mov":
        if (operands.get(0).startsWith("{")) {
          return unpack(opcode, operands);
        }
        return operands.get(1).startsWith("{")
            ? pack(opcode, operands)
            : arithmetic(opcode, operands);
      case "selp":
        return select(opcode, operands);
      default:
        return arithmetic(opcode, operands);
    }
  }

  private Step arithmetic(String opcode, List<String> operands) {
    PtxAlu.Operation operation = PtxAlu.of(opcode);
    int result = slots.of(operands.get(0));
    int[] from = new int[operands.size() - 1];
    boolean[] negated = new boolean[from.length];
    boolean anyNegated = false;
    for (int i = 0; i < from.length; i++) {
      String operand = operands.get(i + 1);
      negated[i] = operand.startsWith("!");
      anyNegated |= negated[i];
      from[i] = slots.of(negated[i] ? operand.substring(1) : operand);
    }
    if (from.length > MOST_OPERANDS) {
      throw new PtxException("has more operands than are known");
    }
    if (!anyNegated && from.length <= 3) {
      return arithmetic(operation, result, from);
    }
    return thread -> {
      for (int i = 0; i < from.length; i++) {
        long value = thread.value(from[i]);
        thread.operands[i] = negated[i] ? 1 - value : value;
      }
      thread.slots[result] = operation.apply(thread.operands);
      return NEXT;
    };
  }

  /** The same without a loop, as nearly all are. */
  private static Step arithmetic(PtxAlu.Operation operation, int result, int[] from) {
    int first = from[0];
    if (from.length == 1) {
      return thread -> {
        thread.operands[0] = thread.value(first);
        thread.slots[result] = operation.apply(thread.operands);
        return NEXT;
      };
    }
    int second = from[1];
    if (from.length == 2) {
      return thread -> {
        thread.operands[0] = thread.value(first);
        thread.operands[1] = thread.value(second);
        thread.slots[result] = operation.apply(thread.operands);
        return NEXT;
      };
    }
    int third = from[2];
    return thread -> {
      thread.operands[0] = thread.value(first);
      thread.operands[1] = thread.value(second);
      thread.operands[2] = thread.value(third);
      thread.slots[result] = operation.apply(thread.operands);
      return NEXT;
    };
  }

  /** The operand that is not chosen need not be set. */
  private Step select(String opcode, List<String> operands) {
    PtxAlu.Operation operation = PtxAlu.of(opcode);
    int result = slots.of(operands.get(0));
    int yes = slots.of(operands.get(1));
    int no = slots.of(operands.get(2));
    int condition = slots.of(operands.get(3));
    return thread -> {
      long chosen = thread.value(thread.value(condition) != 0 ? yes : no);
      thread.operands[0] = chosen;
      thread.operands[1] = chosen;
      thread.operands[2] = 1;
      thread.slots[result] = operation.apply(thread.operands);
      return NEXT;
    };
  }

  private static String[] vector(String operand, int lanes) {
    String[] names = operand.replaceAll("[{}\\s]", "").split(",", -1);
    if (names.length != lanes) {
      throw new PtxException("vector of another length than " + lanes);
    }
    return names;
  }

  /** The bits of half of what mov.b32 or mov.b64 moves. */
  private static int halfOf(String opcode) {
    return PtxModule.sizeOf(opcode.substring(opcode.lastIndexOf('.') + 1)) * Byte.SIZE / 2;
  }

  private Step unpack(String opcode, List<String> operands) {
    String[] parts = vector(operands.get(0), 2);
    int width = halfOf(opcode);
    long mask = (1L << width) - 1;
    int whole = slots.of(operands.get(1));
    int low = parts[0].equals("_") ? -1 : slots.of(parts[0]);
    int high = parts[1].equals("_") ? -1 : slots.of(parts[1]);
    return thread -> {
      long bits = thread.value(whole);
      if (low >= 0) {
        thread.slots[low] = bits & mask;
      }
      if (high >= 0) {
        thread.slots[high] = bits >>> width & mask;
      }
      return NEXT;
    };
  }

  private Step pack(String opcode, List<String> operands) {
    int width = halfOf(opcode);
    long mask = (1L << width) - 1;
    int result = slots.of(operands.get(0));
    String[] parts = vector(operands.get(1), 2);
    int low = slots.of(parts[0]);
    int high = slots.of(parts[1]);
    return thread -> {
      thread.slots[result] = (thread.value(low) & mask) | (thread.value(high) & mask) << width;
      return NEXT;
    };
  }

  private Step load(String opcode, List<String> operands) {
    PtxAccess access = new PtxAccess(opcode, global);
    int[] to = Arrays.stream(vector(operands.get(0), access.lanes())).mapToInt(slots::of).toArray();
    String[] address = address(operands.get(1));
    int base = slots.of(address[0]);
    return access.load(base, offset(address), to);
  }

  private Step store(String opcode, List<String> operands) {
    PtxAccess access = new PtxAccess(opcode, global);
    String[] address = address(operands.get(0));
    int base = slots.of(address[0]);
    int[] from =
        Arrays.stream(vector(operands.get(1), access.lanes())).mapToInt(slots::of).toArray();
    return access.store(base, offset(address), from);
  }

  private static String[] address(String operand) {
    if (!operand.startsWith("[") || !operand.endsWith("]")) {
      throw new PtxException("address is not known: " + operand);
    }
    String inside = operand.substring(1, operand.length() - 1).replaceAll("\\s", "");
    int plus = inside.lastIndexOf('+');
    return plus < 0
        ? new String[] {inside}
        : new String[] {inside.substring(0, plus), inside.substring(plus + 1)};
  }

  private static long offset(String[] address) {
    return address.length > 1 ? PtxModule.immediate(address[1]) : 0;
  }
}
