package io.tensorinit.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/** A load or a store: its space, type and width. */
final class PtxAccess {
  private final PtxMemory global;
  private final String space;
  private final boolean constant;
  private final boolean signed;
  private final int size;
  private final int lanes;

  /** The allocation that was accessed last, which most often is the next, too. */
  private PtxAllocation last = new PtxAllocation("nothing", 0, new byte[0], false);

  /**
   * An access.
   *
   * @param opcode the opcode with all its modifiers
   * @param global the device's memory
   * @throws PtxException if it is not known
   */
  PtxAccess(String opcode, PtxMemory global) {
    this.global = global;
    List<String> parts = new ArrayList<>(List.of(opcode.split("\\.")));
    this.constant = parts.remove("nc");
    String type = parts.get(parts.size() - 1);
    this.size = PtxModule.sizeOf(type);
    this.signed = type.charAt(0) == 's' && size < Long.BYTES;
    String width = parts.get(parts.size() - 2);
    this.lanes = width.equals("v4") ? 4 : width.equals("v2") ? 2 : 1;
    this.space = parts.get(1);
    boolean known =
        parts.size() == (lanes == 1 ? 3 : 4)
            && List.of("param", "global", "const", "shared").contains(space)
            && (parts.get(0).equals("ld") || space.equals("global") || space.equals("shared"))
            && (!constant || opcode.startsWith("ld.global."));
    if (!known) {
      throw new PtxException("instruction is not known: " + opcode);
    }
  }

  int lanes() {
    return lanes;
  }

  private long extend(long bits) {
    if (!signed) {
      return bits;
    }
    int shift = Long.SIZE - 8 * size;
    return bits << shift >> shift & 0xffff_ffffL;
  }

  private int offset(PtxThread thread, long at, int length) {
    PtxMemory.checkAligned(at, length);
    int offset = last.offset(at, length);
    if (offset < 0) {
      last = (space.equals("shared") ? thread.shared() : global).holding(at, length);
      offset = last.offset(at, length);
    }
    return offset;
  }

  /**
   * The step of a load.
   *
   * @param base the slot of the address
   * @param distance the bytes behind it
   * @param to the slots that take the elements
   */
  PtxProgram.Step load(int base, long distance, int[] to) {
    if (space.equals("param")) {
      return thread -> loadParameter(thread, (int) (thread.value(base) + distance), to);
    }
    int length = size * lanes;
    return thread -> {
      int offset = offset(thread, thread.value(base) + distance, length);
      last.shadow().read(offset, length, thread.stamp(constant), thread.launch(), last);
      for (int lane = 0; lane < to.length; lane++) {
        thread.slots[to[lane]] = extend(last.load(offset + lane * size, size));
      }
      return PtxProgram.NEXT;
    };
  }

  private int loadParameter(PtxThread thread, int offset, int[] to) {
    for (int lane = 0; lane < to.length; lane++) {
      long bits = 0;
      for (int b = size - 1; b >= 0; b--) {
        bits = bits << 8 | (thread.parameters()[offset + lane * size + b] & 0xff);
      }
      thread.slots[to[lane]] = extend(bits);
    }
    return PtxProgram.NEXT;
  }

  /**
   * The step of a store.
   *
   * @param base the slot of the address
   * @param distance the bytes behind it
   * @param from the slots of the elements
   */
  PtxProgram.Step store(int base, long distance, int[] from) {
    int length = size * lanes;
    return thread -> {
      int offset = offset(thread, thread.value(base) + distance, length);
      last.shadow().write(offset, length, thread.stamp(false), thread.launch(), last);
      for (int lane = 0; lane < from.length; lane++) {
        last.store(offset + lane * size, size, thread.value(from[lane]));
      }
      return PtxProgram.NEXT;
    };
  }
}
