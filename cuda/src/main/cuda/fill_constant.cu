// The kernels of the constant in constant.cuh; pair with io.tensorinit.plan.ConstantFill.
#include <stdint.h>
#include "box.cuh"
#include "constant.cuh"

// Bytes 0 .. bytes - 1.
extern "C" __global__ void fill_constant(uint8_t* out, uint64_t bytes, uint4 pattern) {
  uint64_t lines = constant_lines(out, bytes);
  for (uint64_t line = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; line < lines;
       line += (uint64_t)gridDim.x * blockDim.x) {
    constant_line(out, bytes, pattern, line);
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
