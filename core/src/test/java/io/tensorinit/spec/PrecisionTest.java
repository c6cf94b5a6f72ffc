package io.tensorinit.spec;

import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What overflows float32 is refused for float32, not for float64. */
class PrecisionTest {
  @Test
  void float64TakesWhatOverflowsFloat32() {
    for (DType dtype : List.of(DType.F64, DType.C128)) {
      assertEquals(
          new NormalFill(0, 1e100),
          TensorInit.tensor(normal(0, 1e100)).dtype(dtype).name("w").toFill().plan());
    }
    assertEquals(
        DType.F64,
        TensorInit.tensor(uniform(-8e307, 8e307)).dtype(DType.F64).name("w").toFill().dtype());
  }

  @Test
  void otherDTypesRefuseIt() {
    for (DType dtype : List.of(DType.F32, DType.BF16, DType.C64)) {
      assertRefused(
          "the std of a normal must be finite in float32, in which values of dtype "
              + dtype
              + " are computed, was 1.0E100",
          () -> TensorInit.tensor(normal(0, 1e100)).dtype(dtype).name("w").toFill());
    }
    assertRefused(
        "the width of a uniform must be finite in float32, in which values of dtype F32 are"
            + " computed, was 6.0E38",
        () -> TensorInit.tensor(uniform(-3e38, 3e38)).name("w").toFill());
    assertRefused(
        "the mean of a normal must be finite in float32, in which values of dtype F32 are"
            + " computed, was -1.0E39",
        () ->
            TensorInit.tensor(
                    Initializers.blocks(
                        0,
                        Initializers.block(Initializers.zeros()),
                        Initializers.block(normal(-1e39, 1))))
                .shape(4)
                .name("w")
                .toFill());
  }

  /** Its width is no float64 either. */
  @Test
  void aWidthBeyondFloat64IsRefusedForThatReason() {
    assertRefused(
        "uniform needs a width that is finite in float64, was low -1.7E308, high 1.7E308",
        () -> uniform(-1.7e308, 1.7e308));
  }
}
