// Uniform on the closed interval [low, high]; pairs with io.tensorinit.plan.UniformFill.
#pragma once
#include <stdint.h>
#include "unit_interval.cuh"

struct Uniform32 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = false;
  float scale, low, high;
  __device__ __forceinline__ float at(uint32_t word) const {
    return fminf(__fmaf_rn(unit(word), scale, low), high);
  }
};

struct Uniform64 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = false;
  double scale, low, high;
  __device__ __forceinline__ double at(uint64_t digits) const {
    return fmin(__fma_rn(unit(digits), scale, low), high);
  }
};
