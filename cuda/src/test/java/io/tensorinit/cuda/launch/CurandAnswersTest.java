package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.KnownAnswers;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import org.junit.jupiter.api.Test;

/**
 * The kernel fill_uniform, interpreted, against words and units that were read off NVIDIA's cuRAND.
 */
class CurandAnswersTest {
  private static final int COUNT = 8;
  private static final Shape SHAPE = Shape.of(1L << 60);

  private static Fill unit(DType dtype, String[] row) {
    return new Fill(
        new UniformFill(0, 1, ComplexBounds.PER_PART),
        SHAPE,
        dtype,
        Key.raw(Long.parseUnsignedLong(row[0])),
        Region.range(Long.parseUnsignedLong(row[1]), COUNT));
  }

  @Test
  void wordsAndUnits() {
    try (CudaBackend backend = CudaBackends.on(new PtxDriver(1), new NoLibraries())) {
      for (String[] row : KnownAnswers.rows("curand-philox4x32-10")) {
        float[] units = new float[COUNT];
        backend.fill(unit(DType.F32, row), Destination.of(units));
        double[] longUnits = new double[COUNT];
        backend.fill(unit(DType.F64, row), Destination.of(longUnits));
        for (int i = 0; i < COUNT; i++) {
          String place = "seed " + row[0] + " position " + row[1] + " + " + i;
          assertEquals(
              KnownAnswers.word(row[2 + COUNT + i]), Float.floatToRawIntBits(units[i]), place);
          // float64's leading digits are the word, all 32 bits of it
          assertEquals(KnownAnswers.word(row[2 + i]), (int) (long) (longUnits[i] * 0x1p32), place);
        }
      }
    }
  }
}
