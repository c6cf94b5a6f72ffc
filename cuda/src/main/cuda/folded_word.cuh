// A word folded by integers to the nearer end, so that oddness is exact; pairs with
// io.tensorinit.random.FoldedWord.
#pragma once
#include <stdint.h>

__device__ __forceinline__ bool lower_half(uint32_t word) { return (int32_t)word >= 0; }

__device__ __forceinline__ int32_t fold(uint32_t word) {
  return (int32_t)word ^ ((int32_t)word >> 31);
}

// The probability of the nearer tail.
__device__ __forceinline__ float near_end(uint32_t word) {
  return __fmul_rn(__fadd_rn(__int2float_rn(fold(word)), 0.5f), 0x1p-32f);
}

// The distance of the probability from 1/2, without its sign.
__device__ __forceinline__ float centre_end(uint32_t word) {
  return __fmul_rn(__fadd_rn(__int2float_rn(INT32_MAX - fold(word)), 0.5f), 0x1p-32f);
}

// The probability below the word, v; that above it is below_word(~word).
__device__ __forceinline__ float below_word(uint32_t word) {
  return lower_half(word) ? near_end(word) : __fsub_rn(1.0f, near_end(word));
}

// v - 1/2.
__device__ __forceinline__ float from_centre(uint32_t word) {
  return lower_half(word) ? -centre_end(word) : centre_end(word);
}

#define HALF_DIGITS (1LL << 52)

__device__ __forceinline__ bool lower_half(uint64_t digits) { return (int64_t)digits < HALF_DIGITS; }

__device__ __forceinline__ int64_t fold(uint64_t digits) {
  int64_t near = (int64_t)digits;
  int64_t far = 2 * HALF_DIGITS - 1 - near;
  return near < far ? near : far;
}

__device__ __forceinline__ double near_end(uint64_t digits) {
  return __dmul_rn(__ll2double_rn(2 * fold(digits) + 1), 0x1p-54);
}

__device__ __forceinline__ double centre_end(uint64_t digits) {
  return __dmul_rn(__ll2double_rn(2 * (HALF_DIGITS - 1 - fold(digits)) + 1), 0x1p-54);
}

__device__ __forceinline__ uint64_t complement(uint64_t digits) {
  return 2 * (uint64_t)HALF_DIGITS - 1 - digits;
}

__device__ __forceinline__ double below_word(uint64_t digits) {
  return lower_half(digits) ? near_end(digits) : __dsub_rn(1.0, near_end(digits));
}

__device__ __forceinline__ double from_centre(uint64_t digits) {
  return lower_half(digits) ? -centre_end(digits) : centre_end(digits);
}
