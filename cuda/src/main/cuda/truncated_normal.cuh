// Normal cut to the closed interval [low, high]; pairs with io.tensorinit.random.TruncatedNormal,
// which works out the constants and gives the formulas.
#pragma once
#include <stdint.h>
#include "normal_quantile.cuh"

#define STRADDLING 0
#define BELOW 1
#define ABOVE 2

struct TruncatedNormal32 {
  int side, scale;
  float mass, lower, upper, offset, mean, std, low, high;

  __device__ __forceinline__ float straddling(uint32_t word) const {
    float v = below_word(word);
    float u = below_word(~word);
    float c = __fmaf_rn(from_centre(word), mass, offset);
    float p = c < 0 ? __fmaf_rn(v, mass, lower) : __fmaf_rn(u, mass, upper);
    if (p >= 0x1p-10f) return normal_centre(c, p);
    float z = normal_tail(p, 0);
    return c < 0 ? -z : z;
  }

  __device__ __forceinline__ float one_sided(uint32_t word) const {
    float v = below_word(word);
    float u = below_word(~word);
    float p = __fmaf_rn(v, mass, lower);
    return scale == 0 && p >= 0x1p-10f ? -normal_centre(__fmaf_rn(u, mass, offset), p)
                                       : -normal_tail(p, scale);
  }

  __device__ __forceinline__ float at(uint32_t word) const {
    float z = side == STRADDLING ? straddling(word)
                                 : (side == BELOW ? one_sided(word) : -one_sided(~word));
    return fminf(fmaxf(__fmaf_rn(z, std, mean), low), high);
  }
};

struct TruncatedNormal64 {
  int side, scale;
  double mass, lower, upper, offset, mean, std, low, high;

  __device__ __forceinline__ double straddling(uint64_t digits) const {
    double v = below_word(digits);
    double u = below_word(complement(digits));
    double c = __fma_rn(from_centre(digits), mass, offset);
    double p = c < 0 ? __fma_rn(v, mass, lower) : __fma_rn(u, mass, upper);
    if (p >= 0.15) return normal_centre(c);
    double z = normal_tail(p, 0);
    return c < 0 ? -z : z;
  }

  __device__ __forceinline__ double one_sided(uint64_t digits) const {
    double v = below_word(digits);
    double u = below_word(complement(digits));
    double p = __fma_rn(v, mass, lower);
    return scale == 0 && p >= 0.15 ? -normal_centre(__fma_rn(u, mass, offset))
                                   : -normal_tail(p, scale);
  }

  __device__ __forceinline__ double at(uint64_t digits) const {
    double z = side == STRADDLING
                   ? straddling(digits)
                   : (side == BELOW ? one_sided(digits) : -one_sided(complement(digits)));
    return fmin(fmax(__fma_rn(z, std, mean), low), high);
  }
};
