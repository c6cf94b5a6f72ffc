// The one rounding at the store; pairs with io.tensorinit.random.NarrowFloat. Rounds by integers
// and exact sums: the target converts to float16 only, not to bfloat16 or to 8-bit floats.
// Sources: IEEE (2019), IEEE 754, standard for floating-point arithmetic (float16); P. Micikevicius
// et al. (2022), FP8 formats for deep learning; Open Compute Project (2023), OCP 8-bit floating
// point specification.
#pragma once
#include <stdint.h>

// The code of a number: anything but NaN. Adding a power of two so large that the sum's last place
// is the type's, at the value's own exponent or at that of the smallest normal number, lets the
// adder round to even; the sum's bits then count in units of the code. Codes grow with the
// magnitude, so that of overflow is the largest.
template <int BITS, int FRACTION, int BIAS, uint32_t OVERFLOW_CODE>
__device__ __forceinline__ uint32_t narrow_number(float value) {
  constexpr int SHIFT = 23 - FRACTION;
  constexpr uint32_t SMALLEST_NORMAL = (uint32_t)(128 - BIAS) << 23;
  constexpr float BEYOND = 131072.0f;
  float magnitude = fminf(fabsf(value), BEYOND);
  uint32_t exponent = __float_as_uint(magnitude) & 0x7F800000u;
  exponent = exponent > SMALLEST_NORMAL ? exponent : SMALLEST_NORMAL;
  uint32_t unit = exponent + ((uint32_t)SHIFT << 23);
  uint32_t sum = __float_as_uint(__fadd_rn(magnitude, __uint_as_float(unit)));
  uint32_t code = sum - unit + ((exponent - SMALLEST_NORMAL) >> SHIFT);
  code = code < OVERFLOW_CODE ? code : OVERFLOW_CODE;
  return (__float_as_uint(value) >> (32 - BITS) & 1u << (BITS - 1)) | code;
}

// bfloat16 shares float32's exponents, so its subnormals round like its normal numbers.
__device__ __forceinline__ uint32_t number_to_bfloat16(float value) {
  uint32_t source = __float_as_uint(value);
  return (source + 0x7FFFu + (source >> 16 & 1u)) >> 16;
}

// The one conversion the target has.
__device__ __forceinline__ uint32_t number_to_float16(float value) {
#ifdef __CUDA_ARCH__
  uint16_t code;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(code) : "f"(value));
  return code;
#else
  return narrow_number<16, 10, 15, 0x7C00u>(value);
#endif
}

__device__ __forceinline__ uint32_t number_to_float8_e4m3(float value) {
  return narrow_number<8, 3, 7, 0x7Fu>(value);
}

__device__ __forceinline__ uint32_t number_to_float8_e5m2(float value) {
  return narrow_number<8, 2, 15, 0x7Cu>(value);
}

// Any value: the type's NaN keeps its sign.
__device__ __forceinline__ uint32_t or_nan(float value, uint32_t code, uint32_t nan, int bits) {
  return value == value ? code : (__float_as_uint(value) >> (32 - bits) & 1u << (bits - 1)) | nan;
}

__device__ __forceinline__ uint32_t to_bfloat16(float value) {
  return or_nan(value, number_to_bfloat16(value), 0x7FC0u, 16);
}

__device__ __forceinline__ uint32_t to_float16(float value) {
  return or_nan(value, number_to_float16(value), 0x7E00u, 16);
}

__device__ __forceinline__ uint32_t to_float8_e4m3(float value) {
  return or_nan(value, number_to_float8_e4m3(value), 0x7Fu, 8);
}

__device__ __forceinline__ uint32_t to_float8_e5m2(float value) {
  return or_nan(value, number_to_float8_e5m2(value), 0x7Eu, 8);
}
