// One element a thread at a time, whatever the grid.
#pragma once
#include <stdint.h>

#define FOR_EACH(i, count)                                                        \
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < (count); \
       i += (uint64_t)gridDim.x * blockDim.x)
