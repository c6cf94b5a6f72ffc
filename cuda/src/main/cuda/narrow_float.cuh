// The one rounding at the store; pairs with io.tensorinit.random.NarrowFloat. Rounds by integers:
// the target has no conversion to bfloat16 or to 8-bit floats.
#pragma once
#include <stdint.h>

template <int BITS, int FRACTION, int BIAS, uint32_t OVERFLOW_CODE, uint32_t NAN_CODE,
          uint32_t OVERFLOW_FROM>
__device__ __forceinline__ uint32_t narrow(float value) {
  constexpr int SHIFT = 23 - FRACTION;
  constexpr uint32_t REBIAS = (uint32_t)(127 - BIAS) << FRACTION;
  constexpr uint32_t SMALLEST_NORMAL = (uint32_t)(128 - BIAS) << 23;
  constexpr uint32_t SUBNORMAL_UNIT = (uint32_t)(128 - BIAS + SHIFT) << 23;
  uint32_t source = __float_as_uint(value);
  uint32_t magnitude = source & 0x7FFFFFFFu;
  uint32_t sign = source >> 31 << (BITS - 1);
  uint32_t code;
  if (magnitude > 0x7F800000u) {
    code = NAN_CODE;
  } else if (magnitude >= OVERFLOW_FROM) {
    code = OVERFLOW_CODE;
  } else if (magnitude < SMALLEST_NORMAL) {
    float sum = __fadd_rn(__uint_as_float(magnitude), __uint_as_float(SUBNORMAL_UNIT));
    code = __float_as_uint(sum) - SUBNORMAL_UNIT;
  } else {
    uint32_t even = magnitude >> SHIFT & 1u;
    code = ((magnitude + (1u << (SHIFT - 1)) - 1u + even) >> SHIFT) - REBIAS;
  }
  return sign | code;
}

// bfloat16 shares float32's exponents, so its subnormals round like its normal numbers.
__device__ __forceinline__ uint32_t to_bfloat16(float value) {
  uint32_t source = __float_as_uint(value);
  uint32_t magnitude = source & 0x7FFFFFFFu;
  if (magnitude > 0x7F800000u) return (source >> 16 & 0x8000u) | 0x7FC0u;
  return (source + 0x7FFFu + (source >> 16 & 1u)) >> 16;
}

__device__ __forceinline__ uint32_t to_float16(float value) {
  return narrow<16, 10, 15, 0x7C00u, 0x7E00u, 0x477FF000u>(value);
}

__device__ __forceinline__ uint32_t to_float8_e4m3(float value) {
  return narrow<8, 3, 7, 0x7Fu, 0x7Fu, 0x43E80001u>(value);
}

__device__ __forceinline__ uint32_t to_float8_e5m2(float value) {
  return narrow<8, 2, 15, 0x7Cu, 0x7Eu, 0x47700000u>(value);
}
