import io.tensorinit.benchmarks.quantile.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The candidates of the bake-off by the Vector API. Not part of the build, which knows no
 * incubator:
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector -cp core/target/classes:benchmarks/target/classes \
 *       benchmarks/src/vector/java/QuantileVectors.java
 * </pre>
 *
 * <p>Every variant is first compared with {@link Candidate#at}. The kernels take no vectors as
 * arguments and are small: otherwise the compiler does not keep vectors in registers.
 */
public final class QuantileVectors {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);
  private static final int LANES = INTS.length();
  private static final int BLOCK = 1024;
  private static final int SIZE = 65536;
  private static final int ROUNDS = 15;

  /** JDK 19 and later have it. */
  private static final VectorOperators.Unary LEADING_ZEROS = leadingZeros();

  private final int[] words = new SplittableRandom(1).ints(SIZE).toArray();
  private final float[] values = new float[SIZE];
  private final int[] at = new int[BLOCK];
  private final float[] t = new float[BLOCK];
  private final Candidate formula = Candidate.of("polynomials");

  private static VectorOperators.Unary leadingZeros() {
    try {
      return (VectorOperators.Unary)
          VectorOperators.class.getField("LEADING_ZEROS_COUNT").get(null);
    } catch (ReflectiveOperationException none) {
      return null;
    }
  }

  private interface Kernel {
    void block(int from);
  }

  public static void main(String[] arguments) {
    new QuantileVectors().measure();
  }

  private void measure() {
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    kernels.put("polynomials", this::polynomials);
    float[] cubics = Candidate.of("leading-zeros").table();
    kernels.put(
        "leading-zeros, octave by conversion",
        from -> {
          placeByConversion(words, from, 4, 4, at, t);
          cubics(cubics, at, t, words, from, values);
        });
    if (LEADING_ZEROS != null) {
      kernels.put(
          "leading-zeros, octave by its operator",
          from -> {
            placeByOperator(words, from, 4, 4, at, t);
            cubics(cubics, at, t, words, from, values);
          });
    }
    float[] bits = Candidate.of("float-bits").table();
    kernels.put(
        "float-bits",
        from -> {
          floatBits(words, from, 4, 4, at, t);
          cubics(bits, at, t, words, from, values);
        });
    float[] ratios = Candidate.of("float-bits-ratio").table();
    kernels.put(
        "float-bits-ratio",
        from -> {
          floatBits(words, from, 4, 4, at, t);
          ratios(ratios, at, t, words, from, values);
        });
    if (LANES == 16) {
      Candidate halves = Candidate.of("half-octaves");
      int[][] columns = columns(halves.table());
      kernels.put("half-octaves, rearranged", from -> halfOctaves(columns, halves, from));
    }
    float[] quadratics = Candidate.of("quadratics").table();
    float[] quartics = Candidate.of("quartics").table();
    kernels.put(
        "quadratics",
        from -> {
          placeByConversion(words, from, 6, 3, at, t);
          quadratics(quadratics, at, t, words, from, values);
        });
    kernels.put(
        "quartics",
        from -> {
          placeByConversion(words, from, 3, 5, at, t);
          quartics(quartics, at, t, words, from, values);
        });
    kernels.forEach(this::check);
    System.out.println("JDK " + Runtime.version() + ", " + LANES + " lanes; ns an element");
    Map<String, double[]> times = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String name : kernels.keySet()) {
        double[] all = times.computeIfAbsent(name, n -> new double[ROUNDS]);
        all[round] = time(kernels.get(name));
      }
    }
    times.forEach(
        (name, all) -> {
          double[] warm = Arrays.copyOfRange(all, ROUNDS / 3, ROUNDS);
          Arrays.sort(warm);
          System.out.printf(
              "| %s | %.2f | least %.2f, first %.2f |%n",
              name, warm[warm.length / 2], warm[0], all[0]);
        });
  }

  private void check(String name, Kernel kernel) {
    Candidate candidate = Candidate.of(name.split(",")[0]);
    for (int from = 0; from < SIZE; from += BLOCK) {
      kernel.block(from);
    }
    for (int i = 0; i < SIZE; i++) {
      if (values[i] != candidate.at(words[i])) {
        throw new AssertionError(name + " differs at " + words[i]);
      }
    }
  }

  /** Repeats a kernel for a fifth of a second; the median, which other work disturbs little. */
  private double time(Kernel kernel) {
    List<Long> times = new ArrayList<>();
    for (long start = System.nanoTime(); System.nanoTime() - start < 200_000_000; ) {
      long before = System.nanoTime();
      for (int from = 0; from < SIZE; from += BLOCK) {
        kernel.block(from);
      }
      times.add(System.nanoTime() - before);
    }
    Collections.sort(times);
    return (double) times.get(times.size() / 2) / SIZE;
  }

  private static void placeByConversion(
      int[] words, int from, int pieceBits, int coefficients, int[] at, float[] t) {
    int placeBits = 31 - pieceBits;
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector x = IntVector.fromArray(INTS, words, from + i);
      IntVector sign = x.lanewise(VectorOperators.ASHR, 31);
      IntVector y = x.lanewise(VectorOperators.XOR, sign);
      // the top bit without the next, so that no rounding reaches the next octave; y = 0 gives 0
      IntVector top = y.lanewise(VectorOperators.AND_NOT, y.lanewise(VectorOperators.LSHR, 1));
      IntVector exponent =
          top.convert(VectorOperators.I2F, 0)
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHR, 23);
      IntVector octave = exponent.lanewise(VectorOperators.NEG).add(157).min(31);
      IntVector n =
          y.lanewise(VectorOperators.LSHL, 1)
              .lanewise(VectorOperators.OR, 1)
              .lanewise(VectorOperators.LSHL, octave);
      octave
          .lanewise(VectorOperators.LSHL, pieceBits)
          .add(n.lanewise(VectorOperators.LSHR, placeBits))
          .sub(1 << pieceBits)
          .mul(coefficients)
          .intoArray(at, i);
      ((FloatVector)
              n.lanewise(VectorOperators.OR, -1 << placeBits).convert(VectorOperators.I2F, 0))
          .mul(-1.0f / (1 << placeBits))
          .intoArray(t, i);
    }
  }

  private static void placeByOperator(
      int[] words, int from, int pieceBits, int coefficients, int[] at, float[] t) {
    int placeBits = 31 - pieceBits;
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector x = IntVector.fromArray(INTS, words, from + i);
      IntVector w =
          x.lanewise(VectorOperators.LSHL, 1)
              .lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.ASHR, 31))
              .lanewise(VectorOperators.OR, 1);
      IntVector octave = w.lanewise(LEADING_ZEROS);
      IntVector n = w.lanewise(VectorOperators.LSHL, octave);
      octave
          .lanewise(VectorOperators.LSHL, pieceBits)
          .add(n.lanewise(VectorOperators.LSHR, placeBits))
          .sub(1 << pieceBits)
          .mul(coefficients)
          .intoArray(at, i);
      ((FloatVector)
              n.lanewise(VectorOperators.OR, -1 << placeBits).convert(VectorOperators.I2F, 0))
          .mul(-1.0f / (1 << placeBits))
          .intoArray(t, i);
    }
  }

  private static void floatBits(
      int[] words, int from, int pieceBits, int coefficients, int[] at, float[] t) {
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector x = IntVector.fromArray(INTS, words, from + i);
      IntVector y = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.ASHR, 31));
      IntVector bits =
          ((FloatVector) y.convert(VectorOperators.I2F, 0)).add(0.5f).reinterpretAsInts();
      bits.sub(0x3F000000)
          .lanewise(VectorOperators.LSHR, 23 - pieceBits)
          .mul(coefficients)
          .intoArray(at, i);
      bits.lanewise(VectorOperators.AND, 0x7FFFFF)
          .lanewise(VectorOperators.OR, 0x3F800000)
          .reinterpretAsFloats()
          .sub(1)
          .intoArray(t, i);
    }
  }

  private static void cubics(
      float[] table, int[] at, float[] t, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, t, i);
      FloatVector.fromArray(FLOATS, table, 3, at, i)
          .fma(x, FloatVector.fromArray(FLOATS, table, 2, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 1, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 0, at, i))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.XOR,
              IntVector.fromArray(INTS, words, from + i)
                  .lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }

  private static void ratios(
      float[] table, int[] at, float[] t, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, t, i);
      IntVector word = IntVector.fromArray(INTS, words, from + i);
      // 2^31 - 1 - y: all bits of ~x but the sign's, or of x in the upper half
      IntVector far =
          word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, 31))
              .lanewise(VectorOperators.XOR, Integer.MAX_VALUE);
      FloatVector.fromArray(FLOATS, table, 3, at, i)
          .fma(x, FloatVector.fromArray(FLOATS, table, 2, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 1, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 0, at, i))
          .mul(((FloatVector) far.convert(VectorOperators.I2F, 0)).add(0.5f))
          .reinterpretAsInts()
          .lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }

  private static void quadratics(
      float[] table, int[] at, float[] t, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, t, i);
      FloatVector.fromArray(FLOATS, table, 2, at, i)
          .fma(x, FloatVector.fromArray(FLOATS, table, 1, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 0, at, i))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.XOR,
              IntVector.fromArray(INTS, words, from + i)
                  .lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }

  private static void quartics(
      float[] table, int[] at, float[] t, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      FloatVector x = FloatVector.fromArray(FLOATS, t, i);
      FloatVector.fromArray(FLOATS, table, 4, at, i)
          .fma(x, FloatVector.fromArray(FLOATS, table, 3, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 2, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 1, at, i))
          .fma(x, FloatVector.fromArray(FLOATS, table, 0, at, i))
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.XOR,
              IntVector.fromArray(INTS, words, from + i)
                  .lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }

  /** The coefficients of the upper 32 rows, two vectors of each degree; one row more is 2^31's. */
  private static int[][] columns(float[] table) {
    int[][] columns = new int[7][32];
    for (int row = 0; row < 32; row++) {
      for (int k = 0; k < 7; k++) {
        columns[k][row] = Float.floatToRawIntBits(table[(32 + row) * 7 + k]);
      }
    }
    return columns;
  }

  private void halfOctaves(int[][] columns, Candidate candidate, int from) {
    rearranged(columns, words, from, values);
    for (int i = from; i < from + BLOCK; i++) {
      int y = words[i] ^ (words[i] >> 31);
      if (y < 1 << 15 || y > Integer.MAX_VALUE - 64) {
        values[i] = candidate.at(words[i]);
      }
    }
  }

  private static void rearranged(int[][] columns, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector word = IntVector.fromArray(INTS, words, from + i);
      IntVector y = word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, 31));
      IntVector bits =
          ((FloatVector) y.convert(VectorOperators.I2F, 0)).add(0.5f).reinterpretAsInts();
      IntVector row = bits.sub(0x3F000000).lanewise(VectorOperators.LSHR, 22);
      IntVector lane = row.lanewise(VectorOperators.AND, 15);
      VectorMask<Integer> upper =
          row.lanewise(VectorOperators.AND, 16).compare(VectorOperators.NE, 0);
      FloatVector t =
          bits.lanewise(VectorOperators.AND, 0x7FFFFF)
              .lanewise(VectorOperators.OR, 0x3F800000)
              .reinterpretAsFloats()
              .sub(1);
      FloatVector g = FloatVector.zero(FLOATS);
      for (int k = 6; k >= 0; k--) {
        FloatVector c =
            lane.selectFrom(IntVector.fromArray(INTS, columns[k], 0))
                .blend(lane.selectFrom(IntVector.fromArray(INTS, columns[k], 16)), upper)
                .reinterpretAsFloats();
        g = g.fma(t, c);
      }
      ((FloatVector)
              y.lanewise(VectorOperators.XOR, Integer.MAX_VALUE).convert(VectorOperators.I2F, 0))
          .add(0.5f)
          .mul(g)
          .reinterpretAsInts()
          .lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }

  private void polynomials(int from) {
    logarithms(words, from, t);
    centre(t, words, from, values);
    for (int i = from; i < from + BLOCK; i++) {
      if ((words[i] ^ (words[i] >> 31)) < 1 << 21) {
        values[i] = formula.at(words[i]);
      }
    }
  }

  private static void logarithms(int[] words, int from, float[] logarithms) {
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector word = IntVector.fromArray(INTS, words, from + i);
      FloatVector p =
          ((FloatVector)
                  word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, 31))
                      .convert(VectorOperators.I2F, 0))
              .add(0.5f)
              .mul(0x1p-31f);
      IntVector bits = p.neg().fma(p, p.add(p)).reinterpretAsInts();
      IntVector e = bits.sub(0x3F3504F3).lanewise(VectorOperators.ASHR, 23);
      FloatVector t = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1);
      FloatVector.broadcast(FLOATS, 0x1.00d7d6p-3f)
          .fma(t, FloatVector.broadcast(FLOATS, -0x1.aeb322p-3f))
          .fma(t, FloatVector.broadcast(FLOATS, 0x1.bd316cp-3f))
          .fma(t, FloatVector.broadcast(FLOATS, -0x1.e87cfap-3f))
          .fma(t, FloatVector.broadcast(FLOATS, 0x1.268f7ap-2f))
          .fma(t, FloatVector.broadcast(FLOATS, -0x1.7160e4p-2f))
          .fma(t, FloatVector.broadcast(FLOATS, 0x1.ec76f4p-2f))
          .fma(t, FloatVector.broadcast(FLOATS, -0x1.71546ap-1f))
          .fma(t, FloatVector.broadcast(FLOATS, 0x1.715474p+0f))
          .fma(t, (FloatVector) e.convert(VectorOperators.I2F, 0))
          .neg()
          .intoArray(logarithms, i);
    }
  }

  private static void centre(float[] logarithms, int[] words, int from, float[] values) {
    for (int i = 0; i < BLOCK; i += LANES) {
      IntVector word = IntVector.fromArray(INTS, words, from + i);
      FloatVector w = FloatVector.fromArray(FLOATS, logarithms, i);
      FloatVector q =
          ((FloatVector)
                  word.lanewise(VectorOperators.XOR, word.lanewise(VectorOperators.ASHR, 31))
                      .lanewise(VectorOperators.XOR, Integer.MAX_VALUE)
                      .convert(VectorOperators.I2F, 0))
              .add(0.5f)
              .mul(0x1p-31f);
      FloatVector.broadcast(FLOATS, 0x1.934f4cp-36f)
          .fma(w, FloatVector.broadcast(FLOATS, -0x1.5e8aa2p-30f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.f18cf0p-26f))
          .fma(w, FloatVector.broadcast(FLOATS, -0x1.54923ap-22f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.310290p-20f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.1d9484p-17f))
          .fma(w, FloatVector.broadcast(FLOATS, -0x1.44956ap-15f))
          .fma(w, FloatVector.broadcast(FLOATS, -0x1.21013cp-10f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.012e1ap-7f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.d1c874p-3f))
          .fma(w, FloatVector.broadcast(FLOATS, 0x1.40d932p+0f))
          .mul(q)
          .reinterpretAsInts()
          .lanewise(
              VectorOperators.XOR,
              word.lanewise(VectorOperators.NOT).lanewise(VectorOperators.AND, Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .intoArray(values, from + i);
    }
  }
}
