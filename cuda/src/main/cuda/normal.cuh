// Normal of a mean and a standard deviation; pairs with io.tensorinit.plan.NormalFill.
#pragma once
#include <stdint.h>
#include "normal_quantile.cuh"

struct Normal32 {
  static constexpr bool HAS_TAIL = true;
  static constexpr bool MAY_BE_NAN = false;
  float mean, std;

  __device__ __forceinline__ float scaled(float z) const { return __fmaf_rn(z, std, mean); }

  __device__ __forceinline__ bool in_centre(uint32_t word, float& value) const {
    NormalPoint<float> point = normal_point(word);
    value = scaled(centre_quantile(point));
    return !in_tail(point);
  }

  __device__ __forceinline__ float outside(uint32_t word) const {
    return scaled(tail_quantile(normal_point(word)));
  }

  __device__ __forceinline__ float at(uint32_t word) const {
    return scaled(normal_quantile(word));
  }
};

struct Normal64 {
  static constexpr bool HAS_TAIL = true;
  static constexpr bool MAY_BE_NAN = false;
  double mean, std;

  __device__ __forceinline__ double scaled(double z) const { return __fma_rn(z, std, mean); }

  __device__ __forceinline__ bool in_centre(uint64_t digits, double& value) const {
    NormalPoint<double> point = normal_point(digits);
    value = scaled(centre_quantile(point));
    return !in_tail(point);
  }

  __device__ __forceinline__ double outside(uint64_t digits) const {
    return scaled(tail_quantile(normal_point(digits)));
  }

  __device__ __forceinline__ double at(uint64_t digits) const {
    return scaled(normal_quantile(digits));
  }
};
