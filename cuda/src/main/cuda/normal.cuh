// Normal of a mean and a standard deviation; pairs with io.tensorinit.plan.NormalFill.
#pragma once
#include <stdint.h>
#include "normal_quantile.cuh"

struct Normal32 {
  float mean, std;
  __device__ __forceinline__ float at(uint32_t word) const {
    return __fmaf_rn(normal_quantile(word), std, mean);
  }
};

struct Normal64 {
  double mean, std;
  __device__ __forceinline__ double at(uint64_t digits) const {
    return __fma_rn(normal_quantile(digits), std, mean);
  }
};
