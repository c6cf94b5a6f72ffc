package io.tensorinit.backend;

import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A look at whether a backend keeps the law on this very machine: a few known answers, in
 * milliseconds, and what the backend has to say about itself. The real tests are the project's;
 * this one finds a broken build, JDK or device.
 */
public final class SelfTest {
  private static final Key KEY = Key.raw(1234);

  /** A 4 x 2 matrix of the same words, by orthogonal_law.py: float bits. */
  private static final int[] ORTHOGONALS = {
    0xbf257ebc, 0xbf2a5189, 0xbeb5cfba, 0x3e9e6f00, 0x3f031ff6, 0xbd2e9b28, 0x3ee14c4f, 0xbf2d96d8
  };

  private static final FillPlan ORTHOGONAL =
      new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART);

  /** SHA-256 over 1234 (8 bytes, little-endian) and "weight", by Python's hashlib. */
  private static final long WEIGHT_KEY = 0xe9ca7f81ab66edc6L;

  /** {@code curandGenerateUniform} of CURAND_RNG_PSEUDO_PHILOX4_32_10, seed 1234: float bits. */
  private static final int[] UNITS = {
    0x3e0242cd, 0x3f5a7cf1, 0x3e880321, 0x3f4bca47, 0x3f5115a1, 0x3ea5f8f9, 0x3f47f33f, 0x3d71539e
  };

  /** Standard normals of the same words, stream version 1, by quantile_law.py: float bits. */
  private static final int[] NORMALS = {
    0xbf91e154, 0x3f869530, 0xbf204341, 0x3f53de79, 0x3f672ad1, 0xbee983b7, 0x3f46985f, 0xbfc82eaf
  };

  private SelfTest() {}

  /**
   * Tries a backend.
   *
   * @param backend the backend
   * @return what is wrong, a line each; empty if all is well
   * @throws io.tensorinit.backend.BackendException if the device or the memory fails
   */
  public static List<String> run(Backend backend) {
    List<String> faults = new ArrayList<>();
    if (Seed.DEFAULT.key("weight").value() != WEIGHT_KEY) {
      faults.add("the key of a name is wrong: " + Seed.DEFAULT.key("weight"));
    }
    compare(
        "unit",
        UNITS,
        fill(backend, new UniformFill(0, 1, ComplexBounds.PER_PART), UNITS.length),
        faults);
    compare("normal", NORMALS, fill(backend, new NormalFill(0, 1), NORMALS.length), faults);
    compare("orthogonal", ORTHOGONALS, fill(backend, ORTHOGONAL, 4, 2), faults);
    faults.addAll(backend.selfTest());
    return faults;
  }

  private static float[] fill(Backend backend, FillPlan plan, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[(int) shape.elementCount()];
    backend.fill(new Fill(plan, shape, DType.F32, KEY, Region.whole()), Destination.of(values));
    return values;
  }

  private static void compare(String what, int[] expected, float[] found, List<String> faults) {
    for (int i = 0; i < expected.length; i++) {
      int bits = Float.floatToRawIntBits(found[i]);
      if (bits != expected[i]) {
        faults.add(
            String.format(Locale.ROOT, "%s %d is %08x, must be %08x", what, i, bits, expected[i]));
        return;
      }
    }
  }
}
