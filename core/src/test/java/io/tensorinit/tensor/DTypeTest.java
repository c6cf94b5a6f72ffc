package io.tensorinit.tensor;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The largest finite values are those of NumPy's and ml_dtypes' {@code finfo}: {@code
 * finfo(float16).max} and so on.
 */
class DTypeTest {
  @ParameterizedTest
  @CsvSource({
    "float16, F16",
    "half, F16",
    "bfloat16, BF16",
    "float, F32",
    "Float32, F32",
    "double, F64",
    "float64, F64",
    "complex32, C32",
    "complex64, C64",
    "COMPLEX128, C128",
    "float8_e4m3fn, F8_E4M3",
    "float8_e5m2, F8_E5M2",
    "bf16, BF16"
  })
  void readsTheFrameworksNames(String name, DType dtype) {
    assertEquals(dtype, DType.parse(name));
  }

  @ParameterizedTest
  @EnumSource
  void readsItsOwnName(DType dtype) {
    assertEquals(dtype, DType.parse(dtype.name()));
    assertEquals(dtype, DType.parse(dtype.name().toLowerCase(java.util.Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "F31", "int8", "f 32", "float8"})
  void refusesOtherNames(String name) {
    assertRefused(
        "dtype must be one of F16, BF16, F32, F64, C32, C64, C128, F8_E4M3, F8_E5M2, was \""
            + name
            + "\"",
        () -> DType.parse(name));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 2, F16, 1, false, 65504",
    "BF16, 2, BF16, 1, false, 3.3895313892515355e38",
    "F32, 4, F32, 1, false, 3.4028234663852886e38",
    "F64, 8, F64, 1, true, 1.7976931348623157e308",
    "C32, 4, F16, 2, false, 65504",
    "C64, 8, F32, 2, false, 3.4028234663852886e38",
    "C128, 16, F64, 2, true, 1.7976931348623157e308",
    "F8_E4M3, 1, F8_E4M3, 1, false, 448",
    "F8_E5M2, 1, F8_E5M2, 1, false, 57344"
  })
  void knowsItsParts(
      DType dtype, int bytes, DType part, int parts, boolean inDouble, double largest) {
    assertEquals(bytes, dtype.bytes());
    assertEquals(part, dtype.partType());
    assertEquals(parts, dtype.partCount());
    assertEquals(parts == 2, dtype.isComplex());
    assertEquals(inDouble, dtype.isDouble());
    assertEquals(largest, dtype.maxValue());
  }

  @Test
  void overflowsHalfAStepAboveTheLargest() {
    // a step of F16 is 32 up there, of F8_E5M2 8192; ties go to even, which is beyond
    assertEquals(65504 + 32 / 2, DType.F16.overflowsFrom());
    assertEquals(57344 + 8192 / 2, DType.F8_E5M2.overflowsFrom());
    // F8_E4M3 has no infinity: the tie 464 goes to the even 448
    assertEquals(Math.nextUp(464f), DType.F8_E4M3.overflowsFrom());
    assertEquals(Double.POSITIVE_INFINITY, DType.C128.overflowsFrom());
  }
}
