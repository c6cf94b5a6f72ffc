package io.tensorinit.cuda.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the operands of a kernel can be, numbered: registers, literals, addresses of arrays and of
 * parameters. A thread has a value for each.
 */
final class PtxSlots {
  private static final List<String> SPECIAL =
      List.of("%tid.x", "%ctaid.x", "%ntid.x", "%nctaid.x", "%laneid");

  private final PtxModule.Kernel kernel;
  private final Set<String> arrays = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Long> initial = new ArrayList<>();

  /** Nothing but the special registers. */
  PtxSlots(PtxModule module, PtxModule.Kernel kernel) {
    this.kernel = kernel;
    module.arrays().forEach(array -> arrays.add(array.name()));
    kernel.arrays().forEach(array -> arrays.add(array.name()));
    SPECIAL.forEach(special -> add(special, 0));
  }

  private int add(String operand, long value) {
    numbers.put(operand, initial.size());
    initial.add(value);
    return initial.size() - 1;
  }

  /**
   * The slot of an operand.
   *
   * @param operand as the text has it
   * @return its number, the same each time
   * @throws PtxException if it is nothing that is known
   */
  int of(String operand) {
    Integer known = numbers.get(operand);
    if (known != null) {
      return known;
    }
    if (operand.startsWith("%") || arrays.contains(operand)) {
      return add(operand, PtxThread.UNSET);
    }
    int parameter = parameter(operand);
    return add(operand, parameter >= 0 ? parameter : PtxModule.immediate(operand));
  }

  /** The offset of a parameter, or -1. */
  private int parameter(String name) {
    for (PtxModule.Parameter parameter : kernel.parameters()) {
      if (parameter.name().equals(name)) {
        return parameter.offset();
      }
    }
    return -1;
  }

  /** What the text calls a slot. */
  String nameOf(int slot) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getValue() == slot)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /**
   * The values that a thread begins with, but for arrays' addresses and what is the thread's own.
   */
  long[] initial() {
    return initial.stream().mapToLong(Long::longValue).toArray();
  }

  /** Puts the address of an array among the values, if the kernel names it. */
  void setAddress(long[] values, String array, long address) {
    Integer slot = numbers.get(array);
    if (slot != null) {
      values[slot] = address;
    }
  }

  /** Puts a thread's special registers among its values. */
  void setSpecial(long[] values, int thread, int block, int threads, int blocks) {
    values[0] = thread;
    values[1] = block;
    values[2] = threads;
    values[3] = blocks;
    values[4] = thread % 32;
  }
}
