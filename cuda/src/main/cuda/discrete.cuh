// A discrete distribution by the thresholds of its 32-bit word, in every dtype; pairs with
// io.tensorinit.random.DiscreteTable.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter III.2 (inversion).
#pragma once
#include <stdint.h>
#include "unit_interval.cuh"

// The first k whose threshold exceeds the word.
__device__ __forceinline__ uint32_t choice(const uint64_t* thresholds, uint32_t count,
                                           uint32_t word) {
  uint32_t low = 0;
  uint32_t high = count - 1;
  while (low < high) {
    uint32_t middle = (low + high) >> 1;
    if (word < __ldg(thresholds + middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

template <typename T>
struct Discrete {
  static constexpr bool MAY_BE_NAN = true;
  const uint64_t* thresholds;
  const T* values;
  uint32_t count;
  __device__ __forceinline__ T at(typename Digits<T>::Word word) const {
    return __ldg(values + choice(thresholds, count, leading_word(word)));
  }
};
