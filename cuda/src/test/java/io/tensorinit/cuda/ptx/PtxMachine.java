package io.tensorinit.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a kernel of a {@link PtxModule}, thread by thread; threads of a block meet at {@code
 * bar.sync}. Meant for small grids.
 */
public final class PtxMachine {
  private static final long STEPS_PER_THREAD = 50_000_000;
  private static final List<String> SPECIAL =
      List.of("%tid.x", "%ctaid.x", "%ntid.x", "%nctaid.x", "%laneid");

  private final PtxModule module;
  private final PtxMemory memory;
  private final Map<String, Long> moduleArrays = new HashMap<>();
  private final Map<String, Program> programs = new HashMap<>();

  /**
   * A machine with a module loaded.
   *
   * @param module the module
   * @param memory the device's memory
   */
  public PtxMachine(PtxModule module, PtxMemory memory) {
    this.module = module;
    this.memory = memory;
    for (PtxModule.Array array : module.arrays()) {
      if (!array.space().equals("shared")) {
        moduleArrays.put(array.name(), memory.allocate(array.bytes().clone()));
      }
    }
  }

  private PtxModule.Kernel kernel(String name) {
    PtxModule.Kernel kernel = module.kernels().get(name);
    if (kernel == null) {
      throw new PtxException("no kernel " + name + " among " + module.kernels().keySet());
    }
    return kernel;
  }

  /**
   * Where a kernel's parameters lie in its parameter buffer.
   *
   * @param name the kernel
   * @return the offsets in bytes, in order
   * @throws PtxException if the kernel does not exist
   */
  public List<Integer> parameterOffsets(String name) {
    return kernel(name).parameters().stream().map(PtxModule.Parameter::offset).toList();
  }

  /**
   * Launches a kernel and runs it to its end.
   *
   * @param name the kernel
   * @param grid the number of blocks
   * @param block the number of threads of a block
   * @param sharedBytes the shared memory of a block beside what the kernel declares; no zeros
   * @param parameters its parameters' bytes, laid out as a kernel's parameter buffer is
   * @throws PtxException if the kernel does not exist, has an instruction that is not known, or
   *     accesses memory it must not
   */
  public void launch(String name, int grid, int block, int sharedBytes, byte[] parameters) {
    PtxModule.Kernel kernel = kernel(name);
    PtxModule.Parameter last =
        kernel.parameters().isEmpty()
            ? new PtxModule.Parameter("", 0, 0)
            : kernel.parameters().get(kernel.parameters().size() - 1);
    if (parameters.length < last.offset() + last.size()) {
      throw new PtxException(
          name
              + " takes "
              + (last.offset() + last.size())
              + " bytes of parameters, was "
              + parameters.length);
    }
    Program program = programs.computeIfAbsent(name, unused -> new Program(kernel));
    for (int blockIndex = 0; blockIndex < grid; blockIndex++) {
      Map<String, Long> arrays = new HashMap<>(moduleArrays);
      PtxMemory shared = PtxMemory.shared();
      for (PtxModule.Array array : module.arrays()) {
        if (array.space().equals("shared")) {
          byte[] dynamic = new byte[sharedBytes];
          Arrays.fill(dynamic, (byte) 0x5a);
          arrays.put(array.name(), shared.allocate(dynamic));
        }
      }
      for (PtxModule.Array array : kernel.arrays()) {
        if (array.space().equals("shared")) {
          arrays.put(array.name(), shared.allocate(array.bytes().clone()));
        }
      }
      List<Lane> threads = new ArrayList<>();
      for (int thread = 0; thread < block; thread++) {
        threads.add(
            new Lane(
                program,
                arrays,
                shared,
                parameters,
                new long[] {thread, blockIndex, block, grid, thread % 32}));
      }
      boolean running = true;
      while (running) {
        running = false;
        for (Lane thread : threads) {
          thread.runToBarrier();
          running |= !thread.done;
        }
      }
    }
  }

  /** One step: reads and writes a thread's registers, and says where to go on (-1: next). */
  private interface Step {
    int run(Lane thread);
  }

  private interface Source {
    long of(Lane thread);
  }

  /** A kernel with its instructions decoded. */
  private final class Program {
    private static final int NEXT = -1;
    private static final int EXIT = -2;
    private static final int BARRIER = -3;

    private final PtxModule.Kernel kernel;
    private final Map<String, Integer> registers = new HashMap<>();
    private final Step[] steps;

    Program(PtxModule.Kernel kernel) {
      this.kernel = kernel;
      this.steps = new Step[kernel.code().size()];
      for (int i = 0; i < steps.length; i++) {
        PtxModule.Instruction instruction = kernel.code().get(i);
        try {
          steps[i] = guarded(instruction, decode(instruction));
        } catch (PtxException e) {
          throw new PtxException(kernel.name() + ": " + instruction + ": " + e.getMessage());
        }
      }
    }

    private int register(String name) {
      return registers.computeIfAbsent(name, unused -> registers.size());
    }

    private Step guarded(PtxModule.Instruction instruction, Step step) {
      if (instruction.guard().isEmpty()) {
        return step;
      }
      int guard = register(instruction.guard());
      long skip = instruction.negated() ? 1 : 0;
      return thread -> thread.registers[guard] == skip ? NEXT : step.run(thread);
    }

    private Step decode(PtxModule.Instruction instruction) {
      String opcode = instruction.opcode();
      List<String> operands = instruction.operands();
      String family = opcode.contains(".") ? opcode.substring(0, opcode.indexOf('.')) : opcode;
      switch (family) {
        case "ret":
        case "exit":
          return thread -> EXIT;
        case "bar":
        case "barrier":
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
          if (operands.get(0).startsWith("{") || operands.get(1).startsWith("{")) {
            return pack(operands);
          }
          return arithmetic(opcode, operands);
        default:
          return arithmetic(opcode, operands);
      }
    }

    private Step arithmetic(String opcode, List<String> operands) {
      PtxAlu.Operation operation = PtxAlu.of(opcode);
      int result = register(operands.get(0));
      Source[] sources = new Source[operands.size() - 1];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = source(operands.get(i + 1));
      }
      return thread -> {
        long[] values = new long[sources.length];
        for (int i = 0; i < sources.length; i++) {
          values[i] = sources[i].of(thread);
        }
        thread.registers[result] = operation.apply(values);
        return NEXT;
      };
    }

    private Source source(String operand) {
      int special = SPECIAL.indexOf(operand);
      if (special >= 0) {
        return thread -> thread.special[special];
      }
      if (operand.startsWith("!")) {
        int register = register(operand.substring(1));
        return thread -> 1 - thread.registers[register];
      }
      if (operand.startsWith("%")) {
        int register = register(operand);
        return thread -> thread.registers[register];
      }
      if (isArray(operand)) {
        return thread -> thread.arrays.get(operand);
      }
      long bits = isParameter(operand) ? parameterOffset(operand) : PtxModule.immediate(operand);
      return thread -> bits;
    }

    private boolean isArray(String operand) {
      return module.arrays().stream().anyMatch(array -> array.name().equals(operand))
          || kernel.arrays().stream().anyMatch(array -> array.name().equals(operand));
    }

    private Step pack(List<String> operands) {
      boolean unpack = operands.get(0).startsWith("{");
      String[] parts = operands.get(unpack ? 0 : 1).replaceAll("[{}\\s]", "").split(",", -1);
      if (parts.length != 2) {
        throw new PtxException("only pairs are packed");
      }
      if (unpack) {
        boolean words = parts[0].startsWith("%r") || parts[0].startsWith("%f");
        int width = words ? 32 : 16;
        long mask = (1L << width) - 1;
        Source whole = source(operands.get(1));
        int[] to = {
          parts[0].equals("_") ? -1 : register(parts[0]),
          parts[1].equals("_") ? -1 : register(parts[1])
        };
        return thread -> {
          long bits = whole.of(thread);
          for (int i = 0; i < 2; i++) {
            if (to[i] >= 0) {
              thread.registers[to[i]] = bits >>> (width * i) & mask;
            }
          }
          return NEXT;
        };
      }
      int width = operands.get(0).startsWith("%rd") || operands.get(0).startsWith("%fd") ? 32 : 16;
      int result = register(operands.get(0));
      Source low = source(parts[0]);
      Source high = source(parts[1]);
      long mask = (1L << width) - 1;
      return thread -> {
        thread.registers[result] = (low.of(thread) & mask) | ((high.of(thread) & mask) << width);
        return NEXT;
      };
    }

    private Step load(String opcode, List<String> operands) {
      Access access = new Access(opcode);
      int[] to = registersOf(operands.get(0), access.lanes);
      String[] address = address(operands.get(1));
      long offset = address.length > 1 ? PtxModule.immediate(address[1]) : 0;
      if (access.space.equals("param")) {
        Source start = source(address[0]);
        return thread -> {
          int base = (int) (start.of(thread) + offset);
          for (int lane = 0; lane < to.length; lane++) {
            long bits = 0;
            for (int b = access.size - 1; b >= 0; b--) {
              bits = (bits << 8) | (thread.parameters[base + lane * access.size + b] & 0xff);
            }
            thread.registers[to[lane]] = access.extend(bits);
          }
          return NEXT;
        };
      }
      Source base = source(address[0]);
      return thread -> {
        long at = base.of(thread) + offset;
        PtxMemory memory = access.memory(thread);
        memory.checkAligned(at, access.size * to.length);
        for (int lane = 0; lane < to.length; lane++) {
          thread.registers[to[lane]] =
              access.extend(memory.load(at + (long) lane * access.size, access.size));
        }
        return NEXT;
      };
    }

    private Step store(String opcode, List<String> operands) {
      Access access = new Access(opcode);
      String[] address = address(operands.get(0));
      long offset = address.length > 1 ? PtxModule.immediate(address[1]) : 0;
      Source base = source(address[0]);
      String[] names = operands.get(1).replaceAll("[{}\\s]", "").split(",", -1);
      if (names.length != access.lanes) {
        throw new PtxException("vector of another length");
      }
      Source[] values = new Source[names.length];
      for (int lane = 0; lane < names.length; lane++) {
        values[lane] = source(names[lane]);
      }
      return thread -> {
        long at = base.of(thread) + offset;
        PtxMemory memory = access.memory(thread);
        memory.checkAligned(at, access.size * values.length);
        for (int lane = 0; lane < values.length; lane++) {
          memory.store(at + (long) lane * access.size, access.size, values[lane].of(thread));
        }
        return NEXT;
      };
    }

    private int[] registersOf(String operand, int lanes) {
      String[] names = operand.replaceAll("[{}\\s]", "").split(",", -1);
      if (names.length != lanes) {
        throw new PtxException("vector of another length");
      }
      return Arrays.stream(names).mapToInt(this::register).toArray();
    }

    private boolean isParameter(String operand) {
      return kernel.parameters().stream().anyMatch(p -> p.name().equals(operand));
    }

    private int parameterOffset(String name) {
      for (PtxModule.Parameter parameter : kernel.parameters()) {
        if (parameter.name().equals(name)) {
          return parameter.offset();
        }
      }
      throw new PtxException("parameter is not known: " + name);
    }

    private String[] address(String operand) {
      if (!operand.startsWith("[") || !operand.endsWith("]")) {
        throw new PtxException("address is not known: " + operand);
      }
      String inside = operand.substring(1, operand.length() - 1).replaceAll("\\s", "");
      int plus = inside.lastIndexOf('+');
      return plus < 0
          ? new String[] {inside}
          : new String[] {inside.substring(0, plus), inside.substring(plus + 1)};
    }
  }

  /** The space, type and width of a load or a store. */
  private final class Access {
    private final String space;
    private final String type;
    private final int size;
    private final int lanes;

    Access(String opcode) {
      List<String> parts = new ArrayList<>(List.of(opcode.split("\\.")));
      parts.remove("nc");
      parts.remove("volatile");
      this.type = parts.get(parts.size() - 1);
      this.size = PtxModule.sizeOf(type);
      String width = parts.get(parts.size() - 2);
      this.lanes = width.equals("v4") ? 4 : width.equals("v2") ? 2 : 1;
      this.space = parts.get(1);
      int expected = lanes == 1 ? 3 : 4;
      if (!List.of("param", "global", "const", "shared").contains(space)
          || parts.size() != expected) {
        throw new PtxException("instruction is not known: " + opcode);
      }
    }

    PtxMemory memory(Lane thread) {
      return space.equals("shared") ? thread.shared : memory;
    }

    long extend(long bits) {
      if (type.charAt(0) != 's' || size == 8) {
        return bits;
      }
      int shift = 64 - 8 * size;
      return bits << shift >> shift & 0xffff_ffffL;
    }
  }

  /** One thread of the grid. */
  private static final class Lane {
    private final Program program;
    private final Map<String, Long> arrays;
    private final PtxMemory shared;
    private final byte[] parameters;
    private final long[] special;
    private final long[] registers;
    private int next;
    private boolean done;

    Lane(
        Program program,
        Map<String, Long> arrays,
        PtxMemory shared,
        byte[] parameters,
        long[] special) {
      this.program = program;
      this.arrays = arrays;
      this.shared = shared;
      this.parameters = parameters;
      this.special = special;
      this.registers = new long[program.registers.size()];
    }

    void runToBarrier() {
      long steps = 0;
      while (!done) {
        if (next == program.steps.length) {
          done = true;
          return;
        }
        if (++steps > STEPS_PER_THREAD) {
          throw new PtxException(program.kernel.name() + ": a thread does not end");
        }
        int to = program.steps[next].run(this);
        next++;
        if (to == Program.EXIT) {
          done = true;
        } else if (to == Program.BARRIER) {
          return;
        } else if (to != Program.NEXT) {
          next = to;
        }
      }
    }
  }

  /**
   * A kernel's parameter buffer.
   *
   * @param capacity its size in bytes
   * @return an empty little-endian buffer; its array is what {@link #launch} takes
   */
  public static ByteBuffer parameters(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
