// One value everywhere; pairs with io.tensorinit.plan.ConstantFill. The value comes as 16 bytes that
// repeat, so one piece of code serves every dtype, complex ones included.
#pragma once
#include <stdint.h>

// The lines of 16 bytes, at addresses that are multiples of 16, that bytes at out touch.
__device__ __forceinline__ uint64_t constant_lines(const uint8_t* out, uint64_t bytes) {
  return bytes == 0 ? 0 : (((uint64_t)out & 15) + bytes - 1) / 16 + 1;
}

// One of these lines, as far as it lies within the bytes. out's address modulo the element's size is
// 0, so the pattern's phase is that of the address modulo 16.
__device__ __forceinline__ void constant_line(uint8_t* out, uint64_t bytes, const uint4& pattern,
                                              uint64_t line) {
  uint64_t phase = (uint64_t)out & 15;
  uint8_t* base = out - phase;
  uint64_t from = line * 16;
  if (from >= phase && from + 16 <= phase + bytes) {
    *reinterpret_cast<uint4*>(base + from) = pattern;
    return;
  }
#pragma unroll 1
  for (uint32_t b = 0; b < 16; b++) {
    if (from + b >= phase && from + b < phase + bytes) {
      uint32_t part = b < 8 ? (b < 4 ? pattern.x : pattern.y) : (b < 12 ? pattern.z : pattern.w);
      base[from + b] = (uint8_t)(part >> 8 * (b & 3));
    }
  }
}

// The first `bytes` bytes of the pattern, `together` at a time.
__device__ __forceinline__ void constant_element(uint8_t* to, uint32_t bytes, uint32_t together,
                                                 const uint4& pattern) {
  if (together == 16) {
    *reinterpret_cast<uint4*>(to) = pattern;
    return;
  }
  uint64_t rest = (uint64_t)pattern.y << 32 | pattern.x;
#pragma unroll 1
  for (uint32_t at = 0; at < bytes; at += together) {
    if (together >= 4) {
      if (together == 4) {
        *reinterpret_cast<uint32_t*>(to + at) = (uint32_t)rest;
      } else {
        *reinterpret_cast<uint64_t*>(to + at) = rest;
      }
    } else if (together == 2) {
      *reinterpret_cast<uint16_t*>(to + at) = (uint16_t)rest;
    } else {
      to[at] = (uint8_t)rest;
    }
    rest = together == 8 ? (uint64_t)pattern.w << 32 | pattern.z : rest >> 8 * together;
  }
}
