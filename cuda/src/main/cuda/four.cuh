// Four values at a time, by accesses of 16 bytes where the addresses allow.
#pragma once
#include <stdint.h>
#include "for_each.cuh"

template <class T>
struct alignas(16) Four {
  T value[4];

  // Whether 16 bytes can be read and written there.
  static __device__ __forceinline__ bool lies_at(const T* at) { return ((uint64_t)at & 15) == 0; }

  static __device__ __forceinline__ Four zeros() { return {{(T)0, (T)0, (T)0, (T)0}}; }

  static __device__ __forceinline__ Four load(const T* from) {
    Four four;
#pragma unroll
    for (int k = 0; k < (int)sizeof(T) / 4; k++) {
      reinterpret_cast<uint4*>(four.value)[k] = reinterpret_cast<const uint4*>(from)[k];
    }
    return four;
  }

  __device__ __forceinline__ void store(T* to) const {
#pragma unroll
    for (int k = 0; k < (int)sizeof(T) / 4; k++) {
      reinterpret_cast<uint4*>(to)[k] = reinterpret_cast<const uint4*>(value)[k];
    }
  }
};

// x_i = step.at(i, x_i, y_i) for every i below count; y may be null, and is zero then. Fours begin at
// multiples of 16 bytes of x.
template <class T, class Step>
__device__ __forceinline__ void for_each_value(T* x, const T* y, uint64_t count, const Step& step) {
  const uint64_t skipped = (uint64_t)x / sizeof(T) & (16 / sizeof(T) - 1);
  const bool together = !y || (((uint64_t)x ^ (uint64_t)y) & 15) == 0;
  FOR_EACH(group, (count + skipped + 3) / 4) {
    uint64_t first = 4 * group - skipped;  // of the first group perhaps below 0
    if (together && first < count && count - first >= 4) {
      Four<T> values = Four<T>::load(x + first);
      Four<T> others = y ? Four<T>::load(y + first) : Four<T>::zeros();
#pragma unroll
      for (int j = 0; j < 4; j++) {
        values.value[j] = step.at(first + j, values.value[j], others.value[j]);
      }
      values.store(x + first);
    } else {
#pragma unroll
      for (int j = 0; j < 4; j++) {
        uint64_t i = first + j;
        if (i < count) x[i] = step.at(i, x[i], y ? y[i] : (T)0);
      }
    }
  }
}
