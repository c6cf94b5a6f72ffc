// Uniform on the closed interval [low, high]; pairs with
// io.tensorinit.random.UniformElement.
// Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous univariate distributions 2,
// chapter 26.
#pragma once
#include <stdint.h>
#include "arithmetic.cuh"
#include "unit_interval.cuh"

template <typename T>
struct Uniform {
  static constexpr bool MAY_BE_NAN = false;
  T scale, low, high;
  __device__ __forceinline__ T at(typename Digits<T>::Word word) const {
    return smaller(fused(unit(word), scale, low), high);
  }
};
