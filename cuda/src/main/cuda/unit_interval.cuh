// Words as units in (0, 1]; pairs with io.tensorinit.random.UnitInterval. Scaling by a power of two
// is exact, so the fused multiply-add rounds as the sum of the law does.
// Source: NVIDIA (2010), CURAND library: the bits of curandGenerateUniform.
#pragma once
#include <stdint.h>

__device__ __forceinline__ float unit(uint32_t word) {
  return __fmaf_rn(__uint2float_rn(word), 0x1p-32f, 0x1p-33f);
}

__device__ __forceinline__ double unit(uint64_t digits) {
  return __fma_rn(__ll2double_rn((int64_t)digits), 0x1p-53, 0x1p-54);
}

// The 53 digits of a float64 element: its float32 word, then the leading bits of the low word.
__device__ __forceinline__ uint64_t digits(uint32_t word, uint32_t low) {
  return (uint64_t)word << 21 | low >> 11;
}

// The word that decides both precisions' values.
__device__ __forceinline__ uint32_t leading_word(uint32_t word) { return word; }

__device__ __forceinline__ uint32_t leading_word(uint64_t digits) { return (uint32_t)(digits >> 21); }

// What an element of each precision is made of.
template <typename T>
struct Digits;

template <>
struct Digits<float> {
  typedef uint32_t Word;
};

template <>
struct Digits<double> {
  typedef uint64_t Word;
};
