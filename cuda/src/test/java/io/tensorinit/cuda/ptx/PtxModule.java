package io.tensorinit.cuda.ptx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PTX file, read: its constant arrays and its kernels. NVIDIA, Parallel Thread Execution ISA,
 * chapters 4 (syntax) and 5 (state spaces).
 */
public final class PtxModule {
  /** The threads that a block can have on any device. */
  static final int MOST_THREADS_OF_ANY = 1024;

  private static final Pattern ARRAY =
      Pattern.compile(
          "(?:\\.visible\\s+|\\.extern\\s+)?\\.(const|global|shared|local)\\s+"
              + "(?:\\.align\\s+(\\d+)\\s+)?\\.(\\w+)\\s+([\\w$]+)"
              + "(?:\\[(\\d*)\\])?\\s*(?:=\\s*(.*))?",
          Pattern.DOTALL);
  private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+([\\w$]+)");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\.param\\s+(?:\\.align\\s+(\\d+)\\s+)?\\.(\\w+)\\s+([\\w$]+)(?:\\[(\\d+)\\])?");
  private static final Pattern MOST_THREADS =
      Pattern.compile("\\.maxntid\\s+(\\d+)\\s*(?:,\\s*(\\d+)\\s*(?:,\\s*(\\d+))?)?");
  private static final Pattern REGISTERS =
      Pattern.compile("\\.reg\\s+\\.(\\w+)\\s+(%[\\w$]+)(?:<(\\d+)>)?");
  private static final Pattern LABEL = Pattern.compile("^([\\w$]+)\\s*:\\s*");

  /**
   * An array of the module or of a kernel.
   *
   * @param space const, global, shared or local
   * @param name its name
   * @param alignment its alignment in bytes
   * @param bytes its contents, zero where none are given; none where a launch says how many
   */
  public record Array(String space, String name, int alignment, byte[] bytes) {}

  /**
   * A kernel's parameter.
   *
   * @param name its name
   * @param offset its place in the parameter space, in bytes
   * @param size its size in bytes
   */
  public record Parameter(String name, int offset, int size) {}

  /**
   * One instruction.
   *
   * @param guard the predicate register that guards it, empty if none
   * @param negated whether the guard is negated
   * @param opcode the opcode with its modifiers
   * @param operands the operands, as written
   */
  public record Instruction(String guard, boolean negated, String opcode, List<String> operands) {
    @Override
    public String toString() {
      String prefix = guard.isEmpty() ? "" : "@" + (negated ? "!" : "") + guard + " ";
      return prefix + opcode + " " + String.join(", ", operands);
    }
  }

  /**
   * A kernel.
   *
   * @param name its name
   * @param parameters its parameters, in order
   * @param registers how many registers of each prefix it declares
   * @param arrays its shared and local arrays
   * @param code its instructions
   * @param labels the index of the instruction each label stands before
   * @param mostThreads the threads that a block of it may have
   */
  public record Kernel(
      String name,
      List<Parameter> parameters,
      Map<String, Integer> registers,
      List<Array> arrays,
      List<Instruction> code,
      Map<String, Integer> labels,
      int mostThreads) {}

  private final String target;
  private final String version;
  private final List<Array> arrays = new ArrayList<>();
  private final Map<String, Kernel> kernels = new LinkedHashMap<>();

  private PtxModule(String source) {
    String text = source.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("//[^\n]*", " ");
    this.version = directive(text, "version");
    this.target = directive(text, "target");
    int at = 0;
    while (true) {
      int end = endOfStatement(text, at);
      if (end < 0) {
        break;
      }
      String statement = text.substring(at, end).strip();
      if (text.charAt(end) == ';') {
        readModuleStatement(statement);
        at = end + 1;
      } else {
        int close = bodyEnd(text, end);
        readKernel(statement, text.substring(end + 1, close));
        at = close + 1;
      }
    }
  }

  /**
   * Reads a PTX file.
   *
   * @param source its text
   * @return the module
   * @throws PtxException if it has a statement that is not known
   */
  public static PtxModule parse(String source) {
    return new PtxModule(source);
  }

  /**
   * The target the file asks for.
   *
   * @return as in {@code sm_70}
   */
  public String target() {
    return target;
  }

  /**
   * The version of the language.
   *
   * @return as in {@code 6.3}
   */
  public String version() {
    return version;
  }

  /**
   * The module's arrays.
   *
   * @return in the order of the file
   */
  public List<Array> arrays() {
    return List.copyOf(arrays);
  }

  /**
   * The kernels by name.
   *
   * @return in the order of the file
   */
  public Map<String, Kernel> kernels() {
    return kernels;
  }

  private static String directive(String text, String name) {
    Matcher matcher = Pattern.compile("(?m)^\\s*\\." + name + "\\s+(\\S+)").matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The next ';' or '{' that ends a statement of the module, skipping initializers. */
  private static int endOfStatement(String text, int from) {
    boolean initializer = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '=') {
        initializer = true;
      } else if (c == ';' || (c == '{' && !initializer)) {
        return at;
      }
    }
    return -1;
  }

  /** Vector operands have braces of their own: the body ends where the depth comes back to none. */
  private static int bodyEnd(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return at;
      }
    }
    throw new PtxException("a kernel's body is not closed");
  }

  private void readModuleStatement(String statement) {
    String rest =
        statement.replaceAll("(?m)^\\s*\\.(version|target|address_size)\\s+\\S+\\s*$", "").strip();
    if (!rest.isEmpty()) {
      arrays.add(array(rest));
    }
  }

  private void readKernel(String header, String body) {
    String head =
        header.replaceAll("(?m)^\\s*\\.(version|target|address_size)\\s+\\S+\\s*$", "").strip();
    Matcher entry = ENTRY.matcher(head);
    if (!entry.find()) {
      throw new PtxException("not a kernel: " + head);
    }
    List<Parameter> parameters = new ArrayList<>();
    int offset = 0;
    Matcher parameter = PARAMETER.matcher(head);
    while (parameter.find()) {
      int element = sizeOf(parameter.group(2));
      int count = parameter.group(4) == null ? 1 : Integer.parseInt(parameter.group(4));
      int alignment = parameter.group(1) == null ? element : Integer.parseInt(parameter.group(1));
      offset = (offset + alignment - 1) / alignment * alignment;
      parameters.add(new Parameter(parameter.group(3), offset, element * count));
      offset += element * count;
    }
    Map<String, Integer> registers = new LinkedHashMap<>();
    List<Array> own = new ArrayList<>();
    List<Instruction> code = new ArrayList<>();
    Map<String, Integer> labels = new LinkedHashMap<>();
    for (String raw : body.split(";", -1)) {
      String statement = raw.strip();
      Matcher label = LABEL.matcher(statement);
      while (label.find()) {
        labels.put(label.group(1), code.size());
        statement = statement.substring(label.end()).strip();
        label = LABEL.matcher(statement);
      }
      statement = statement.replaceAll("(?m)^\\s*\\.(loc|file|pragma)\\b.*$", "").strip();
      if (statement.isEmpty()) {
        continue;
      }
      Matcher reg = REGISTERS.matcher(statement);
      if (reg.matches()) {
        registers.put(reg.group(2), reg.group(3) == null ? 0 : Integer.parseInt(reg.group(3)));
      } else if (statement.startsWith(".")) {
        own.add(array(statement));
      } else {
        code.add(instruction(statement));
      }
    }
    String name = entry.group(1);
    int most = mostThreads(head);
    kernels.put(name, new Kernel(name, parameters, registers, own, code, labels, most));
  }

  private static int mostThreads(String head) {
    Matcher bound = MOST_THREADS.matcher(head);
    if (!bound.find()) {
      return MOST_THREADS_OF_ANY;
    }
    int most = 1;
    for (int axis = 1; axis <= bound.groupCount() && bound.group(axis) != null; axis++) {
      most *= Integer.parseInt(bound.group(axis));
    }
    return most;
  }

  private static Instruction instruction(String statement) {
    String guard = "";
    boolean negated = false;
    String rest = statement;
    if (rest.startsWith("@")) {
      int blank = rest.indexOf(' ') < 0 ? rest.indexOf('\t') : rest.indexOf(' ');
      guard = rest.substring(1, blank).strip();
      negated = guard.startsWith("!");
      guard = negated ? guard.substring(1) : guard;
      rest = rest.substring(blank).strip();
    }
    String[] split = rest.split("\\s+", 2);
    return new Instruction(
        guard, negated, split[0], split.length == 1 ? List.of() : operands(split[1]));
  }

  private static List<String> operands(String text) {
    List<String> operands = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        operands.add(text.substring(start, at).strip());
        start = at + 1;
      }
    }
    operands.add(text.substring(start).strip());
    return operands;
  }

  private static Array array(String statement) {
    Matcher matcher = ARRAY.matcher(statement);
    if (!matcher.matches()) {
      throw new PtxException("statement is not known: " + statement);
    }
    int element = sizeOf(matcher.group(3));
    String count = matcher.group(5);
    int length = element * (count == null ? 1 : count.isEmpty() ? 0 : Integer.parseInt(count));
    byte[] bytes = new byte[length];
    if (matcher.group(6) != null) {
      String[] values = matcher.group(6).replaceAll("[{}]", " ").strip().split("\\s*,\\s*", -1);
      for (int i = 0; i < values.length; i++) {
        long bits = immediate(values[i]);
        for (int b = 0; b < element; b++) {
          bytes[i * element + b] = (byte) (bits >>> (8 * b));
        }
      }
    }
    int alignment = matcher.group(2) == null ? element : Integer.parseInt(matcher.group(2));
    return new Array(matcher.group(1), matcher.group(4), alignment, bytes);
  }

  /**
   * The bits of a literal: decimal, hexadecimal, {@code 0f} with 8 digits, {@code 0d} with 16.
   *
   * @param text the literal
   * @return its bits, floats in the low 32
   * @throws PtxException if it is none
   */
  static long immediate(String text) {
    String literal = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
    try {
      if (literal.startsWith("0f") || literal.startsWith("0F")) {
        return Integer.toUnsignedLong(Integer.parseUnsignedInt(literal.substring(2), 16));
      }
      if (literal.startsWith("0d") || literal.startsWith("0D")) {
        return Long.parseUnsignedLong(literal.substring(2), 16);
      }
      if (literal.startsWith("0x")) {
        return Long.parseUnsignedLong(literal.substring(2), 16);
      }
      return literal.startsWith("-") ? Long.parseLong(literal) : Long.parseUnsignedLong(literal);
    } catch (NumberFormatException e) {
      throw new PtxException("literal is not known: " + text);
    }
  }

  /**
   * The size of a type.
   *
   * @param type as in {@code u64}, without the dot
   * @return its size in bytes
   * @throws PtxException if the type is not known
   */
  static int sizeOf(String type) {
    switch (type) {
      case "b8":
      case "u8":
      case "s8":
        return 1;
      case "b16":
      case "u16":
      case "s16":
      case "f16":
        return 2;
      case "b32":
      case "u32":
      case "s32":
      case "f32":
        return 4;
      case "b64":
      case "u64":
      case "s64":
      case "f64":
        return 8;
      default:
        throw new PtxException("type is not known: ." + type);
    }
  }
}
