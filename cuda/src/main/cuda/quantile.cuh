// Any continuous distribution: a polynomial that the word chooses, at the place that the rest of the
// word says; pairs with io.tensorinit.random.QuantileTable, which states the table, and QuantileElement.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter II.2 (inversion).
#pragma once
#include <stdint.h>
#include "arithmetic.cuh"
#include "unit_interval.cuh"

template <typename T>
struct Table;

template <>
struct Table<float> {
  static constexpr uint32_t PIECES = 16;  // of an octave
  static constexpr uint32_t ROWS = 32 * PIECES;  // of a half
  static constexpr uint32_t COEFFICIENTS = 4;
  static constexpr float STEP = -0x1p-27f;
};

template <>
struct Table<double> {
  static constexpr uint32_t PIECES = 4;
  static constexpr uint32_t ROWS = 53 * PIECES;
  static constexpr uint32_t COEFFICIENTS = 13;
  static constexpr double STEP = 1.0;
};

// Where a word lies.
template <typename T>
struct Point {
  uint32_t upper;  // all bits where it is in the upper half, else none
  uint32_t octave;
  uint32_t piece;  // of the octave, counted from PIECES on
  T steps;         // from the piece's inner edge, of Table<T>::STEP of the piece each
};

// The leading zeros of a number other than 0, in one instruction; __clz takes two.
__device__ __forceinline__ uint32_t leading_zeros(uint32_t x) {
#ifdef __CUDA_ARCH__
  uint32_t zeros;
  asm("bfind.shiftamt.u32 %0, %1;" : "=r"(zeros) : "r"(x));
  return zeros;
#else
  return (uint32_t)__clz(x);
#endif
}

// The word folded to its nearer end, odd, and shifted until its top bit is set: that bit, 4 bits of
// the piece, 27 of the place.
__device__ __forceinline__ Point<float> point(uint32_t word) {
  uint32_t upper = (uint32_t)((int32_t)word >> 31);
  uint32_t folded = (word << 1 ^ upper) | 1u;
  uint32_t octave = leading_zeros(folded);
  uint32_t n = folded << octave;
  // the distance from the inner edge, negative as the bits above it are set
  return {upper, octave, n >> 27, __int2float_rn((int32_t)(n | 0xF8000000u))};
}

// The same with 53 digits, here the leading ones of 64 bits: 2 bits of the piece, the rest the place.
__device__ __forceinline__ Point<double> point(uint64_t digits) {
  uint32_t upper = (uint32_t)((int32_t)leading_word(digits) >> 31);
  uint64_t either = digits << 12 ^ ((uint64_t)upper << 32 | upper);
  uint64_t folded = (either & ~0xFFFULL) | 0x800u;
  uint32_t octave = (uint32_t)__clzll((int64_t)folded);
  uint64_t n = folded << octave;
  // exact: the place's bits as the fraction of a number from 1 on, taken from 2
  double beyond = __longlong_as_double((int64_t)(n << 3 >> 12 | 0x3FF0000000000000ULL));
  return {upper, octave, (uint32_t)(n >> 61), __dsub_rn(2.0, beyond)};
}

// The place in the piece, from its inner edge: exact, as a step is a power of two.
__device__ __forceinline__ float place(const Point<float>& at) {
  return __fmul_rn(at.steps, Table<float>::STEP);
}

__device__ __forceinline__ double place(const Point<double>& at) { return at.steps; }

// The row of the table; in this order one addition less.
template <typename T>
__device__ __forceinline__ uint32_t row_of(const Point<T>& at, uint32_t upperRows) {
  return Table<T>::PIECES * at.octave + (at.upper & upperRows) + at.piece - Table<T>::PIECES;
}

// Horner's rule over a row's coefficients.
template <typename T, class Row>
__device__ __forceinline__ T polynomial(const Row& row, T place) {
  constexpr int LAST = Table<T>::COEFFICIENTS - 1;
  T z = row.coefficient(LAST);
#pragma unroll
  for (int k = LAST - 1; k >= 0; k--) z = fused(z, place, row.coefficient(k));
  return z;
}

__device__ __forceinline__ float flipped(float z, uint32_t sign) {
  return __uint_as_float(__float_as_uint(z) ^ sign);
}

__device__ __forceinline__ double flipped(double z, uint32_t sign) {
  return __longlong_as_double(__double_as_longlong(z) ^ (int64_t)((uint64_t)sign << 32));
}

#define SIGN 0x80000000u

// The quantile of a word; sign is SIGN where the function is odd, the table then that of its lower
// half, else 0. Rows has the rows by their points, and what their polynomials are taken of.
template <typename T, class Rows>
__device__ __forceinline__ T quantile(const Rows& rows, uint32_t sign,
                                      typename Digits<T>::Word word) {
  Point<T> at = point(word);
  return flipped(polynomial(rows.row(at), rows.argument(at)), at.upper & sign);
}

struct Row32 {
  float4 line;
  __device__ __forceinline__ float coefficient(int k) const {
    return k == 0 ? line.x : k == 1 ? line.y : k == 2 ? line.z : line.w;
  }
};

// Rows through the read-only cache.
template <typename T>
struct GlobalRows;

template <>
struct GlobalRows<float> {
  const float* table;
  uint32_t upperRows;
  __device__ __forceinline__ Row32 row(const Point<float>& at) const {
    return {__ldg(reinterpret_cast<const float4*>(table) + row_of(at, upperRows))};
  }
  __device__ __forceinline__ float argument(const Point<float>& at) const { return place(at); }
};

template <>
struct GlobalRows<double> {
  const double* table;
  uint32_t upperRows;
  struct Row {
    const double* first;
    __device__ __forceinline__ double coefficient(int k) const { return __ldg(first + k); }
  };
  __device__ __forceinline__ Row row(const Point<double>& at) const {
    return {table + row_of(at, upperRows) * Table<double>::COEFFICIENTS};
  }
  __device__ __forceinline__ double argument(const Point<double>& at) const { return place(at); }
};

template <typename T>
__device__ __forceinline__ T odd_quantile(const T* table, typename Digits<T>::Word word) {
  return quantile<T>(GlobalRows<T>{table, 0}, SIGN, word);
}

// A distribution as io.tensorinit.cuda.kernel.TableDistribution passes it.
template <typename T>
struct Quantile {
  static constexpr bool MAY_BE_NAN = false;
  const T* table;  // row by row, the constant first
  T scale, shift, low, high;
  uint32_t sign;       // as above
  uint32_t upperRows;  // the rows before those of the upper half; 0 where odd
  uint32_t spread;     // how shared_rows.cuh lays the table out; no value depends on it

  __device__ __forceinline__ T at(typename Digits<T>::Word word) const {
    T z = quantile<T>(GlobalRows<T>{table, upperRows}, sign, word);
    return clamped(fused(z, scale, shift), low, high);
  }
};
