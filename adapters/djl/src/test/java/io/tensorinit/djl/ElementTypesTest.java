package io.tensorinit.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.DataType;
import io.tensorinit.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ElementTypesTest {
  /** DJL names the types of safetensors itself, but for its complex one. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F16", "BF16", "F32", "F64"})
  void floatsAreThoseThatSafetensorsMeans(DType dtype) {
    DataType type = DataType.fromSafetensors(dtype.name());
    assertEquals(dtype, ElementTypes.of(type));
    assertEquals(type, ElementTypes.of(dtype));
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = "C64")
  void complexNumbersAreTwoFloats(DType dtype) {
    assertEquals(dtype, ElementTypes.of(DataType.COMPLEX64));
    assertEquals(DataType.COMPLEX64, ElementTypes.of(dtype));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64", "COMPLEX64"})
  void othersOfDjlAreRefused(DataType type) {
    assertEquals(
        "data type must be FLOAT16, BFLOAT16, FLOAT32, FLOAT64 or COMPLEX64, was " + type,
        assertThrows(IllegalArgumentException.class, () -> ElementTypes.of(type)).getMessage());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"C32", "C128", "F8_E4M3", "F8_E5M2"})
  void othersOfTensorInitAreRefused(DType dtype) {
    assertEquals(
        "dtype must be F16, BF16, F32, F64 or C64, which DJL has, was " + dtype,
        assertThrows(IllegalArgumentException.class, () -> ElementTypes.of(dtype)).getMessage());
  }
}
