// The kernels of the constant in constant.cuh; pair with io.tensorinit.plan.ConstantFill.
#include <stdint.h>
#include "box.cuh"
#include "constant.cuh"
#include "for_each.cuh"

// Bytes 0 .. bytes - 1.
extern "C" __global__ void fill_constant(uint8_t* out, uint64_t bytes, uint4 pattern) {
  uint64_t lines = constant_lines(out, bytes);
  FOR_EACH(line, lines) constant_line(out, bytes, pattern, line);
}

// Elements of `bytes` bytes, a power of two up to 16, at any strides; stored `together` bytes at a time,
// at multiples of which all of them lie.
extern "C" __global__ void fill_constant_box(uint8_t* out, uint32_t bytes, uint32_t together,
                                             uint4 pattern, Box box) {
  FOR_EACH(i, box.count) {
    uint8_t* to = out + place(box, i).cell * (int64_t)bytes;
    constant_element(to, bytes, together, pattern);
  }
}
