// Normal cut to the closed interval [low, high]; pairs with io.tensorinit.random.TruncatedNormal,
// which works out the constants and gives the formulas.
#pragma once
#include <stdint.h>
#include "normal_quantile.cuh"

#define STRADDLING 0
#define BELOW 1
#define ABOVE 2

struct TruncatedNormal32 {
  static constexpr bool HAS_TAIL = true;
  static constexpr bool MAY_BE_NAN = false;
  int side, scale;
  float mass, lower, upper, offset, mean, std, low, high;

  __device__ __forceinline__ float scaled(float z) const {
    return fminf(fmaxf(__fmaf_rn(z, std, mean), low), high);
  }

  // Where 0 lies inside: the point whose quantile the word asks for.
  __device__ __forceinline__ NormalPoint<float> straddling(uint32_t word) const {
    float c = __fmaf_rn(from_centre(word), mass, offset);
    bool below = c < 0;
    float near = near_end(word);
    float end = below == lower_half(word) ? near : __fsub_rn(1.0f, near);
    return {c, __fmaf_rn(end, mass, below ? lower : upper)};
  }

  // Where all of it lies below 0: c is below 0.
  __device__ __forceinline__ NormalPoint<float> one_sided(uint32_t word) const {
    Ends<float> end = ends(word);
    return {-__fmaf_rn(end.above, mass, offset), __fmaf_rn(end.below, mass, lower)};
  }

  __device__ __forceinline__ bool in_centre(uint32_t word, float& value) const {
    NormalPoint<float> point = straddling(word);
    value = scaled(centre_quantile(point));
    return side == STRADDLING && !in_tail(point);
  }

  __device__ __forceinline__ float at(uint32_t word) const {
    NormalPoint<float> point = side == STRADDLING
                                    ? straddling(word)
                                    : one_sided(side == ABOVE ? ~word : word);
    float z;
    if (scale == 0 && !in_tail(point)) {
      z = centre_quantile(point);
    } else {
      z = normal_tail(point.p, scale);
      z = point.c < 0 ? -z : z;
    }
    return scaled(side == ABOVE ? -z : z);
  }

  __device__ __forceinline__ float outside(uint32_t word) const { return at(word); }
};

struct TruncatedNormal64 {
  static constexpr bool HAS_TAIL = true;
  static constexpr bool MAY_BE_NAN = false;
  int side, scale;
  double mass, lower, upper, offset, mean, std, low, high;

  __device__ __forceinline__ double scaled(double z) const {
    return fmin(fmax(__fma_rn(z, std, mean), low), high);
  }

  __device__ __forceinline__ NormalPoint<double> straddling(uint64_t digits) const {
    double c = __fma_rn(from_centre(digits), mass, offset);
    bool below = c < 0;
    double near = near_end(digits);
    double end = below == lower_half(digits) ? near : __dsub_rn(1.0, near);
    return {c, __fma_rn(end, mass, below ? lower : upper)};
  }

  // Where all of it lies below 0: c is below 0.
  __device__ __forceinline__ NormalPoint<double> one_sided(uint64_t digits) const {
    Ends<double> end = ends(digits);
    return {-__fma_rn(end.above, mass, offset), __fma_rn(end.below, mass, lower)};
  }

  __device__ __forceinline__ bool in_centre(uint64_t digits, double& value) const {
    NormalPoint<double> point = straddling(digits);
    value = scaled(centre_quantile(point));
    return side == STRADDLING && !in_tail(point);
  }

  __device__ __forceinline__ double at(uint64_t digits) const {
    NormalPoint<double> point = side == STRADDLING
                                    ? straddling(digits)
                                    : one_sided(side == ABOVE ? complement(digits) : digits);
    double z;
    if (scale == 0 && !in_tail(point)) {
      z = centre_quantile(point);
    } else {
      z = normal_tail(point.p, scale);
      z = point.c < 0 ? -z : z;
    }
    return scaled(side == ABOVE ? -z : z);
  }

  __device__ __forceinline__ double outside(uint64_t digits) const { return at(digits); }
};
