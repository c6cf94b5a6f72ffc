// Any continuous distribution by its table; pairs with io.tensorinit.random.QuantileTable, which
// states the table's layout. Lookups go through the read-only cache.
#pragma once
#include <stdint.h>
#include "folded_word.cuh"

#define PIECE_BITS 4
#define PIECES (1 << PIECE_BITS)

struct Quantile32 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = false;
  const float* table;
  float low, high;

  __device__ __forceinline__ float at(uint32_t word) const {
    uint32_t w = 2u * (uint32_t)fold(word) + 1u;
    uint32_t octave = __clz(w);
    uint32_t n = w << octave;
    uint32_t piece = n >> 27 & (PIECES - 1);
    float place = __fmul_rn(__int2float_rn((int32_t)(n & 0x7FFFFFFu)), 0x1p-27f);
    uint32_t row = ((lower_half(word) ? 0u : 32u) + octave) * PIECES + piece;
    const float4 c = __ldg(reinterpret_cast<const float4*>(table) + row);
    float value = __fmaf_rn(c.w, place, c.z);
    value = __fmaf_rn(value, place, c.y);
    value = __fmaf_rn(value, place, c.x);
    return fminf(fmaxf(value, low), high);
  }
};

struct Quantile64 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = false;
  const double* table;
  double low, high;

  __device__ __forceinline__ double at(uint64_t digits) const {
    uint64_t w = 2 * (uint64_t)fold(digits) + 1;
    uint32_t octave = __clzll(w) - 11;
    uint64_t n = w << octave;
    uint32_t piece = (uint32_t)(n >> 48) & (PIECES - 1);
    double t = __dsub_rn(__dmul_rn(__ll2double_rn((int64_t)(n & 0xFFFFFFFFFFFFULL)), 0x1p-47), 1.0);
    uint32_t row = ((lower_half(digits) ? 0u : 53u) + octave) * PIECES + piece;
    const double* c = table + row * 9;
    double value = __ldg(c + 8);
#pragma unroll
    for (int k = 7; k >= 0; k--) value = __fma_rn(value, t, __ldg(c + k));
    return fmin(fmax(value, low), high);
  }
};
