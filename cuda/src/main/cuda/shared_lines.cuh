// The shared memory that a block of threads is launched with. Where the kernels compile as C++, their
// surroundings define it.
#pragma once
#include <stdint.h>

#ifdef __CUDACC__
extern __shared__ uint4 shared_lines[];
#endif

// What lies so many bytes behind its start.
template <class T>
__device__ __forceinline__ T& shared_at(uint32_t offset) {
  return *reinterpret_cast<T*>(reinterpret_cast<uint8_t*>(shared_lines) + offset);
}
