// Words as units in (0, 1]; pairs with io.tensorinit.random.UnitInterval.
#pragma once
#include <stdint.h>

__device__ __forceinline__ float unit(uint32_t word) {
  return __fadd_rn(__fmul_rn(__uint2float_rn(word), 0x1p-32f), 0x1p-33f);
}

__device__ __forceinline__ double unit(uint64_t digits) {
  return __dadd_rn(__dmul_rn(__ll2double_rn((int64_t)digits), 0x1p-53), 0x1p-54);
}

// The 53 digits of a float64 element: its float32 word, then the leading bits of the low word.
__device__ __forceinline__ uint64_t digits(uint32_t word, uint32_t low) {
  return (uint64_t)word << 21 | low >> 11;
}
