// One value everywhere; pairs with io.tensorinit.plan.ConstantFill. The value comes as 16 bytes that
// repeat, so one kernel serves every dtype, complex ones included.
#include <stdint.h>
#include "box.cuh"

// Bytes 0 .. bytes - 1; out's address modulo the element's size is 0, so the pattern's phase is that
// of the address modulo 16.
extern "C" __global__ void fill_constant(uint8_t* out, uint64_t bytes, uint4 pattern) {
  uint64_t phase = (uint64_t)out & 15;
  uint8_t* base = out - phase;
  uint64_t lines = bytes == 0 ? 0 : (phase + bytes - 1) / 16 + 1;
  for (uint64_t line = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; line < lines;
       line += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t from = line * 16;
    if (from >= phase && from + 16 <= phase + bytes) {
      *reinterpret_cast<uint4*>(base + from) = pattern;
    } else {
      for (uint32_t b = 0; b < 16; b++) {
        if (from + b >= phase && from + b < phase + bytes) {
          uint32_t part = b < 8 ? (b < 4 ? pattern.x : pattern.y) : (b < 12 ? pattern.z : pattern.w);
          base[from + b] = (uint8_t)(part >> 8 * (b & 3));
        }
      }
    }
  }
}

// Cells of any size at any strides.
extern "C" __global__ void fill_constant_box(uint8_t* out, uint32_t cellBytes, uint4 pattern,
                                             Box box) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < box.count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    uint8_t* to = out + place(box, i).cell * (int64_t)cellBytes;
    if (cellBytes == 1) {
      *to = (uint8_t)pattern.x;
    } else if (cellBytes == 2) {
      *reinterpret_cast<uint16_t*>(to) = (uint16_t)pattern.x;
    } else if (cellBytes == 4) {
      *reinterpret_cast<uint32_t*>(to) = pattern.x;
    } else {
      *reinterpret_cast<uint64_t*>(to) = (uint64_t)pattern.y << 32 | pattern.x;
    }
  }
}
