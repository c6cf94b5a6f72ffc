// A discrete distribution by the thresholds of its 32-bit word, in every dtype; pairs with
// io.tensorinit.random.DiscreteTable.
#pragma once
#include <stdint.h>

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

struct Discrete32 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = true;
  const uint64_t* thresholds;
  const float* values;
  uint32_t count;
  __device__ __forceinline__ float at(uint32_t word) const {
    return __ldg(values + choice(thresholds, count, word));
  }
};

struct Discrete64 {
  static constexpr bool HAS_TAIL = false;
  static constexpr bool MAY_BE_NAN = true;
  const uint64_t* thresholds;
  const double* values;
  uint32_t count;
  __device__ __forceinline__ double at(uint64_t digits) const {
    return __ldg(values + choice(thresholds, count, (uint32_t)(digits >> 21)));
  }
};
