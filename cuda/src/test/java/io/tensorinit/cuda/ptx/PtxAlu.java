package io.tensorinit.cuda.ptx;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each arithmetic instruction computes, on the bits of its operands, from NVIDIA's Parallel
 * Thread Execution ISA, chapter 9. Registers hold 64 bits; a 32-bit result is zero-extended.
 */
final class PtxAlu {
  /** The NaN every float instruction produces (PTX ISA 9.7.3, floating point instructions). */
  static final int NAN_F32 = 0x7fff_ffff;

  private static final long NAN_F64 = 0x7fff_ffff_ffff_ffffL;

  /** A pure function of the operands' bits. */
  @FunctionalInterface
  interface Operation {
    /**
     * Computes.
     *
     * @param operands the operands' bits
     * @return the result's bits
     */
    long apply(long... operands);
  }

  private static final Map<String, Operation> OPERATIONS = new HashMap<>();

  /** The orders in which a comparison holds. */
  private static final Map<String, String> ORDERS =
      Map.of(
          "eq", "=", "ne", "<>", "lt", "<", "le", "<=", "gt", ">", "ge", ">=", "lo", "<", "ls",
          "<=", "hi", ">", "hs", ">=");

  static {
    integers();
    bits();
    floats();
    conversions();
  }

  private PtxAlu() {}

  /**
   * The operation of an opcode.
   *
   * @param opcode the opcode with all its modifiers
   * @return the operation
   * @throws PtxException if the opcode is not known
   */
  static Operation of(String opcode) {
    Operation operation = opcode.startsWith("setp.") ? comparison(opcode) : OPERATIONS.get(opcode);
    if (operation == null) {
      throw new PtxException("instruction is not known: " + opcode);
    }
    return operation;
  }

  private static void define(String opcode, Operation operation) {
    if (OPERATIONS.put(opcode, operation) != null) {
      throw new IllegalStateException("defined twice: " + opcode);
    }
  }

  private static long low32(long bits) {
    return bits & 0xffff_ffffL;
  }

  private static void integers() {
    for (String sign : List.of("s", "u")) {
      define("add." + sign + "32", v -> low32(v[0] + v[1]));
      define("add." + sign + "64", v -> v[0] + v[1]);
      define("sub." + sign + "32", v -> low32(v[0] - v[1]));
      define("sub." + sign + "64", v -> v[0] - v[1]);
      define("mul.lo." + sign + "32", v -> low32(v[0] * v[1]));
      define("mul.lo." + sign + "64", v -> v[0] * v[1]);
      define("mad.lo." + sign + "32", v -> low32(v[0] * v[1] + v[2]));
      define("mad.lo." + sign + "64", v -> v[0] * v[1] + v[2]);
    }
    define("mul.hi.u32", v -> (low32(v[0]) * low32(v[1])) >>> 32);
    define("mul.hi.s32", v -> low32(((long) (int) v[0] * (int) v[1]) >> 32));
    define("mul.hi.s64", v -> Math.multiplyHigh(v[0], v[1]));
    define(
        "mul.hi.u64",
        v -> Math.multiplyHigh(v[0], v[1]) + ((v[0] >> 63) & v[1]) + ((v[1] >> 63) & v[0]));
    define("mul.wide.u32", v -> low32(v[0]) * low32(v[1]));
    define("mul.wide.s32", v -> (long) (int) v[0] * (int) v[1]);
    define("mul.wide.u16", v -> (v[0] & 0xffff) * (v[1] & 0xffff));
    define("mul.wide.s16", v -> low32((long) (short) v[0] * (short) v[1]));
    define("mad.wide.u32", v -> low32(v[0]) * low32(v[1]) + v[2]);
    define("mad.wide.s32", v -> (long) (int) v[0] * (int) v[1] + v[2]);
    define("mad.hi.u32", v -> low32(((low32(v[0]) * low32(v[1])) >>> 32) + v[2]));
    define("div.u32", v -> low32(v[0]) / low32(v[1]));
    define("rem.u32", v -> low32(v[0]) % low32(v[1]));
    define("div.u64", v -> Long.divideUnsigned(v[0], v[1]));
    define("rem.u64", v -> Long.remainderUnsigned(v[0], v[1]));
    define("div.s32", v -> low32((int) v[0] / (int) v[1]));
    define("rem.s32", v -> low32((int) v[0] % (int) v[1]));
    define("div.s64", v -> v[0] / v[1]);
    define("rem.s64", v -> v[0] % v[1]);
    define("neg.s32", v -> low32(-v[0]));
    define("neg.s64", v -> -v[0]);
    define("abs.s32", v -> low32(Math.abs((int) v[0])));
    define("abs.s64", v -> Math.abs(v[0]));
    define("min.s32", v -> low32(Math.min((int) v[0], (int) v[1])));
    define("max.s32", v -> low32(Math.max((int) v[0], (int) v[1])));
    define("min.u32", v -> Math.min(low32(v[0]), low32(v[1])));
    define("max.u32", v -> Math.max(low32(v[0]), low32(v[1])));
    define("min.s64", v -> Math.min(v[0], v[1]));
    define("max.s64", v -> Math.max(v[0], v[1]));
    define("min.u64", v -> Long.compareUnsigned(v[0], v[1]) <= 0 ? v[0] : v[1]);
    define("max.u64", v -> Long.compareUnsigned(v[0], v[1]) >= 0 ? v[0] : v[1]);
  }

  private static void bits() {
    for (String width : List.of("pred", "b16", "b32", "b64")) {
      long mask = mask(width);
      define("and." + width, v -> v[0] & v[1] & mask);
      define("or." + width, v -> (v[0] | v[1]) & mask);
      define("xor." + width, v -> (v[0] ^ v[1]) & mask);
      define("not." + width, v -> ~v[0] & mask);
    }
    define("shl.b16", v -> low32(v[1]) > 15 ? 0 : v[0] << v[1] & 0xffff);
    define("shl.b32", v -> low32(v[1]) > 31 ? 0 : low32(v[0] << v[1]));
    define("shl.b64", v -> low32(v[1]) > 63 ? 0 : v[0] << v[1]);
    for (String sign : List.of("u", "b")) {
      define("shr." + sign + "16", v -> low32(v[1]) > 15 ? 0 : (v[0] & 0xffff) >>> v[1]);
      define("shr." + sign + "32", v -> low32(v[1]) > 31 ? 0 : low32(v[0]) >>> v[1]);
      define("shr." + sign + "64", v -> low32(v[1]) > 63 ? 0 : v[0] >>> v[1]);
    }
    define("shr.s32", v -> low32((int) v[0] >> (int) Math.min(31, low32(v[1]))));
    define("shr.s64", v -> v[0] >> (int) Math.min(63, low32(v[1])));
    define("popc.b32", v -> Integer.bitCount((int) v[0]));
    define("popc.b64", v -> Long.bitCount(v[0]));
    define("clz.b32", v -> Integer.numberOfLeadingZeros((int) v[0]));
    define("clz.b64", v -> Long.numberOfLeadingZeros(v[0]));
    define(
        "bfind.shiftamt.u32",
        v -> v[0] == 0 ? 0xffff_ffffL : Integer.numberOfLeadingZeros((int) v[0]));
    define("brev.b32", v -> low32(Integer.reverse((int) v[0])));
    define("lop3.b32", PtxAlu::lop3);
    define("prmt.b32", PtxAlu::prmt);
    define("bfe.u32", PtxAlu::bfeUnsigned);
    define("bfi.b32", PtxAlu::bfi);
    define("bfi.b64", PtxAlu::bfiWide);
    define("shf.l.wrap.b32", v -> funnelLeft(v, (int) v[2] & 31));
    define("shf.r.wrap.b32", v -> funnelRight(v, (int) v[2] & 31));
    define("shf.l.clamp.b32", v -> funnelLeft(v, (int) Math.min(32, low32(v[2]))));
    define("shf.r.clamp.b32", v -> funnelRight(v, (int) Math.min(32, low32(v[2]))));
    for (String type :
        List.of("b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64", "f32", "f64")) {
      long mask = mask(type);
      define("selp." + type, v -> (v[2] != 0 ? v[0] : v[1]) & mask);
      define("mov." + type, v -> v[0] & mask);
    }
    define("mov.pred", v -> v[0]);
    define("cvta.to.global.u64", v -> v[0]);
    define("cvta.global.u64", v -> v[0]);
  }

  private static long mask(String type) {
    return type.equals("pred") ? 1 : -1L >>> (64 - 8 * PtxModule.sizeOf(type));
  }

  private static long lop3(long... v) {
    int result = 0;
    for (int bit = 0; bit < 32; bit++) {
      int index = (int) ((v[0] >>> bit & 1) << 2 | (v[1] >>> bit & 1) << 1 | (v[2] >>> bit & 1));
      result |= (int) (v[3] >>> index & 1) << bit;
    }
    return low32(result);
  }

  private static long prmt(long... v) {
    long pool = low32(v[1]) << 32 | low32(v[0]);
    long result = 0;
    for (int i = 0; i < 4; i++) {
      int selector = (int) (v[2] >>> (4 * i)) & 0xf;
      long octet = pool >>> (8 * (selector & 7)) & 0xff;
      if ((selector & 8) != 0) {
        octet = (octet & 0x80) != 0 ? 0xff : 0;
      }
      result |= octet << (8 * i);
    }
    return result;
  }

  private static long bfeUnsigned(long... v) {
    int from = (int) v[1] & 0xff;
    int length = (int) v[2] & 0xff;
    long shifted = from > 31 ? 0 : low32(v[0]) >>> from;
    return length > 31 ? shifted : shifted & ((1L << length) - 1);
  }

  private static long bfi(long... v) {
    int from = (int) v[2] & 0xff;
    int length = (int) v[3] & 0xff;
    long field = length > 31 ? 0xffff_ffffL : (1L << length) - 1;
    long mask = from > 31 ? 0 : low32(field << from);
    long inserted = from > 31 ? 0 : low32(v[0] << from) & mask;
    return (low32(v[1]) & ~mask) | inserted;
  }

  private static long bfiWide(long... v) {
    int from = (int) v[2] & 0xff;
    int length = (int) v[3] & 0xff;
    long field = length > 63 ? -1 : (1L << length) - 1;
    long mask = from > 63 ? 0 : field << from;
    long inserted = from > 63 ? 0 : v[0] << from & mask;
    return (v[1] & ~mask) | inserted;
  }

  private static long funnelLeft(long[] v, int by) {
    long joined = low32(v[1]) << 32 | low32(v[0]);
    return by == 32 ? low32(v[0]) : joined << by >>> 32;
  }

  private static long funnelRight(long[] v, int by) {
    long joined = low32(v[1]) << 32 | low32(v[0]);
    return by == 32 ? low32(v[1]) : low32(joined >>> by);
  }

  private static float f(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static double d(long bits) {
    return Double.longBitsToDouble(bits);
  }

  private static long of(float value) {
    return Float.isNaN(value) ? NAN_F32 : low32(Float.floatToRawIntBits(value));
  }

  private static long of(double value) {
    return Double.isNaN(value) ? NAN_F64 : Double.doubleToRawLongBits(value);
  }

  private static void floats() {
    define("add.rn.f32", v -> of(f(v[0]) + f(v[1])));
    define("sub.rn.f32", v -> of(f(v[0]) - f(v[1])));
    define("mul.rn.f32", v -> of(f(v[0]) * f(v[1])));
    define("div.rn.f32", v -> of(f(v[0]) / f(v[1])));
    define("rcp.rn.f32", v -> of(1 / f(v[0])));
    define("rcp.rn.f64", v -> of(1 / d(v[0])));
    define("sqrt.rn.f32", v -> of((float) Math.sqrt(f(v[0]))));
    define("fma.rn.f32", v -> of(Math.fma(f(v[0]), f(v[1]), f(v[2]))));
    define("neg.f32", v -> low32(v[0]) ^ 0x8000_0000L);
    define("abs.f32", v -> v[0] & 0x7fff_ffffL);
    define("min.f32", v -> of(min(f(v[0]), f(v[1]))));
    define("max.f32", v -> of(-min(-f(v[0]), -f(v[1]))));
    define("add.rn.f64", v -> of(d(v[0]) + d(v[1])));
    define("sub.rn.f64", v -> of(d(v[0]) - d(v[1])));
    define("mul.rn.f64", v -> of(d(v[0]) * d(v[1])));
    define("div.rn.f64", v -> of(d(v[0]) / d(v[1])));
    define("sqrt.rn.f64", v -> of(Math.sqrt(d(v[0]))));
    define("fma.rn.f64", v -> of(Math.fma(d(v[0]), d(v[1]), d(v[2]))));
    define("neg.f64", v -> v[0] ^ Long.MIN_VALUE);
    define("abs.f64", v -> v[0] & Long.MAX_VALUE);
    define("min.f64", v -> of(min(d(v[0]), d(v[1]))));
    define("max.f64", v -> of(-min(-d(v[0]), -d(v[1]))));
    define("copysign.f32", v -> (v[0] & 0x8000_0000L) | (v[1] & 0x7fff_ffffL));
    define("copysign.f64", v -> (v[0] & Long.MIN_VALUE) | (v[1] & Long.MAX_VALUE));
  }

  /** The smaller; -0 below +0; the other operand where one is NaN (PTX ISA, min). */
  private static float min(float a, float b) {
    return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
  }

  private static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  private static void conversions() {
    for (String to : List.of("u32", "s32", "u64", "s64", "u16", "s16", "u8", "s8")) {
      for (String from : List.of("u32", "s32", "u64", "s64", "u16", "s16", "u8", "s8")) {
        define("cvt." + to + "." + from, v -> register(to, value(from, v[0])));
      }
    }
    define("cvt.rn.f32.s32", v -> of((float) (int) v[0]));
    define("cvt.rn.f32.u32", v -> of((float) low32(v[0])));
    define("cvt.rn.f32.s64", v -> of((float) v[0]));
    define("cvt.rn.f32.u64", v -> of(unsigned(v[0]).floatValue()));
    define("cvt.rn.f64.s32", v -> of((double) (int) v[0]));
    define("cvt.rn.f64.u32", v -> of((double) low32(v[0])));
    define("cvt.rn.f64.s64", v -> of((double) v[0]));
    define("cvt.rn.f64.u64", v -> of(unsigned(v[0]).doubleValue()));
    define("cvt.f64.f32", v -> of((double) f(v[0])));
    define("cvt.rn.f32.f64", v -> of((float) d(v[0])));
    define("cvt.rni.f32.f32", v -> of((float) Math.rint(f(v[0]))));
    define("cvt.rni.f64.f64", v -> of(Math.rint(d(v[0]))));
    define("cvt.rzi.s32.f32", v -> Float.isNaN(f(v[0])) ? 0 : low32((int) f(v[0])));
    define("cvt.rzi.s64.f64", v -> Double.isNaN(d(v[0])) ? Long.MIN_VALUE : (long) d(v[0]));
    define("cvt.rn.f16.f32", v -> half(f(v[0])));
    define("cvt.rn.f16x2.f32", v -> half(f(v[0])) << 16 | half(f(v[1])));
    define("cvt.rn.bf16x2.f32", v -> brain(f(v[0])) << 16 | brain(f(v[1])));
    define("cvt.rn.satfinite.e4m3x2.f32", v -> e4m3(f(v[0])) << 8 | e4m3(f(v[1])));
    define("cvt.rn.satfinite.e5m2x2.f32", v -> e5m2(f(v[0])) << 8 | e5m2(f(v[1])));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }

  private static long value(String type, long bits) {
    switch (type) {
      case "u8":
        return bits & 0xff;
      case "s8":
        return (byte) bits;
      case "u16":
        return bits & 0xffff;
      case "s16":
        return (short) bits;
      case "u32":
        return low32(bits);
      case "s32":
        return (int) bits;
      default:
        return bits;
    }
  }

  /** The value cut to the type, then extended by its sign to the 32 or 64 bits of a register. */
  private static long register(String type, long value) {
    long cut = value(type, value);
    return type.endsWith("64") ? cut : low32(cut);
  }

  private static long half(float value) {
    return Float.isNaN(value) ? 0x7fff : nearest(value, 5, 10, 0x7c00);
  }

  private static long brain(float value) {
    return Float.isNaN(value) ? 0x7fff : nearest(value, 8, 7, 0x7f80);
  }

  /** .satfinite: what overflows becomes the largest number, 448. */
  private static long e4m3(float value) {
    return Float.isNaN(value) ? 0x7f : nearest(value, 4, 3, 0x7e);
  }

  /** .satfinite: what overflows becomes the largest number, 57344. */
  private static long e5m2(float value) {
    return Float.isNaN(value) ? 0x7f : nearest(value, 5, 2, 0x7b);
  }

  /**
   * A number of so many bits to nearest even, by scaling: what fits a subnormal is rounded on their
   * grid, the rest on the grid of its own exponent. Codes beyond the largest become that.
   */
  private static long nearest(float value, int exponentBits, int fractionBits, long largest) {
    long sign = Float.floatToRawIntBits(value) >>> 31 << (exponentBits + fractionBits);
    if (Float.isInfinite(value)) {
      return sign | largest;
    }
    double magnitude = Math.abs((double) value);
    int least = 2 - (1 << (exponentBits - 1));
    int exponent = Math.max(least, Math.getExponent(magnitude));
    double rounded = Math.rint(Math.scalb(magnitude, fractionBits - exponent));
    long code = ((long) (exponent - least) << fractionBits) + (long) rounded;
    return sign | Math.min(code, largest);
  }

  /** setp.CMP[.BOOL].TYPE: a comparison, joined with a predicate where BOOL is given. */
  private static Operation comparison(String opcode) {
    String[] part = opcode.split("\\.", -1);
    Operation compared = comparison(part[1], part[part.length - 1]);
    if (part.length == 3) {
      return compared;
    }
    Operation join = of(part[2] + ".pred");
    return v -> join.apply(compared.apply(v), v[2]);
  }

  private static Operation comparison(String test, String type) {
    boolean isFloat = type.equals("f32") || type.equals("f64");
    if (test.equals("num") || test.equals("nan")) {
      boolean nan = test.equals("nan");
      return type.equals("f32")
          ? v -> (Float.isNaN(f(v[0])) || Float.isNaN(f(v[1]))) == nan ? 1 : 0
          : v -> (Double.isNaN(d(v[0])) || Double.isNaN(d(v[1]))) == nan ? 1 : 0;
    }
    // the unordered forms (equ, ltu, ...) also hold where an operand is NaN
    boolean unordered = isFloat && test.length() == 3 && test.endsWith("u");
    String which = ORDERS.get(unordered ? test.substring(0, 2) : test);
    if (which == null) {
      throw new PtxException("comparison is not known: " + test + "." + type);
    }
    long less = which.contains("<") ? 1 : 0;
    long equal = which.contains("=") ? 1 : 0;
    long more = which.contains(">") ? 1 : 0;
    long neither = unordered ? 1 : 0;
    if (type.equals("f32")) {
      return v -> {
        float x = f(v[0]);
        float y = f(v[1]);
        return x < y ? less : x > y ? more : x == y ? equal : neither;
      };
    }
    if (type.equals("f64")) {
      return v -> {
        double x = d(v[0]);
        double y = d(v[1]);
        return x < y ? less : x > y ? more : x == y ? equal : neither;
      };
    }
    int bits = 8 * PtxModule.sizeOf(type);
    // unsigned numbers in the order of signed ones
    long flipped = type.charAt(0) == 's' ? 0 : Long.MIN_VALUE;
    return v -> {
      long x = v[0] << (64 - bits) ^ flipped;
      long y = v[1] << (64 - bits) ^ flipped;
      return x < y ? less : x > y ? more : equal;
    };
  }
}
