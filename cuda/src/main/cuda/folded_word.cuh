// A word folded by integers to the nearer end, so that oddness is exact; pairs with
// io.tensorinit.random.FoldedWord. Scaling by a power of two is exact, so that the fused
// multiply-adds round as the sums of the law do.
#pragma once
#include <stdint.h>

__device__ __forceinline__ bool lower_half(uint32_t word) { return (int32_t)word >= 0; }

__device__ __forceinline__ int32_t fold(uint32_t word) {
  return (int32_t)word ^ ((int32_t)word >> 31);
}

// The probability of the nearer tail; twice that.
__device__ __forceinline__ float near_end(uint32_t word) {
  return __fmaf_rn(__int2float_rn(fold(word)), 0x1p-32f, 0x1p-33f);
}

__device__ __forceinline__ float twice_near_end(uint32_t word) {
  return __fmaf_rn(__int2float_rn(fold(word)), 0x1p-31f, 0x1p-32f);
}

// A distance from the centre, given the sign of the side the word lies on.
__device__ __forceinline__ float signed_side(uint32_t word, float distance) {
  return __uint_as_float(__float_as_uint(distance) | (~word & 0x80000000u));
}

// v - 1/2; twice that.
__device__ __forceinline__ float from_centre(uint32_t word) {
  float distance = __fmaf_rn(__int2float_rn(INT32_MAX - fold(word)), 0x1p-32f, 0x1p-33f);
  return signed_side(word, distance);
}

__device__ __forceinline__ float twice_from_centre(uint32_t word) {
  float distance = __fmaf_rn(__int2float_rn(INT32_MAX - fold(word)), 0x1p-31f, 0x1p-32f);
  return signed_side(word, distance);
}

#define HALF_DIGITS (1LL << 52)

__device__ __forceinline__ bool lower_half(uint64_t digits) { return (int64_t)digits < HALF_DIGITS; }

__device__ __forceinline__ int64_t fold(uint64_t digits) {
  int64_t near = (int64_t)digits;
  int64_t far = 2 * HALF_DIGITS - 1 - near;
  return near < far ? near : far;
}

__device__ __forceinline__ uint64_t complement(uint64_t digits) {
  return 2 * (uint64_t)HALF_DIGITS - 1 - digits;
}

// Odd multiples of 2^-54 below 1/2: every step is exact, so these are the law's folded values.
__device__ __forceinline__ double from_centre(uint64_t digits) {
  return __dmul_rn(__ll2double_rn(2 * ((int64_t)digits - HALF_DIGITS) + 1), 0x1p-54);
}

__device__ __forceinline__ double near_end(uint64_t digits) {
  return __dsub_rn(0.5, fabs(from_centre(digits)));
}

// The probability below a word, v, and that above it, u = 1 - v.
template <typename Real>
struct Ends {
  Real below, above;
};

__device__ __forceinline__ Ends<float> ends(uint32_t word) {
  float near = near_end(word);
  float far = __fsub_rn(1.0f, near);
  return lower_half(word) ? Ends<float>{near, far} : Ends<float>{far, near};
}

__device__ __forceinline__ Ends<double> ends(uint64_t digits) {
  double near = near_end(digits);
  double far = __dsub_rn(1.0, near);
  return lower_half(digits) ? Ends<double>{near, far} : Ends<double>{far, near};
}
