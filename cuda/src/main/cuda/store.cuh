// Finished values on their way to memory: four consecutive elements a Philox block, 16 bytes a
// store where the address allows.
#pragma once
#include <stdint.h>
#include "narrow_float.cuh"

// A dtype's cells: cell() takes any value, number() any that is not NaN.
struct StoreF32 {
  typedef float Value;
  typedef uint32_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return __float_as_uint(value); }
  static __device__ __forceinline__ Cell number(Value value) { return cell(value); }
};

struct StoreF64 {
  typedef double Value;
  typedef uint64_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) {
    return (uint64_t)__double_as_longlong(value);
  }
  static __device__ __forceinline__ Cell number(Value value) { return cell(value); }
};

struct StoreF16 {
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float16(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float16(value);
  }
};

struct StoreBF16 {
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_bfloat16(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_bfloat16(value);
  }
};

struct StoreF8E4M3 {
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e4m3(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float8_e4m3(value);
  }
};

struct StoreF8E5M2 {
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e5m2(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float8_e5m2(value);
  }
};

// Whole lines of 16 bytes, put together in registers.
template <typename Cell, int LINES>
struct Lines {
  static constexpr int CELLS = LINES * 16 / (int)sizeof(Cell);
  static constexpr int PARTS = 4 * LINES;
  static constexpr int BITS = 8 * (int)sizeof(Cell);
  uint32_t part[PARTS];

  // Puts four cells behind those that are there; after CELLS / 4 times the lines are full.
  __device__ __forceinline__ void append(const Cell (&cell)[4]) {
    constexpr int FRESH = BITS / 8;
#pragma unroll
    for (int k = 0; k + FRESH < PARTS; k++) part[k] = part[k + FRESH];
#pragma unroll
    for (int k = 0; k < FRESH; k++) part[PARTS - FRESH + k] = bits(cell, k);
  }

  // Bits 32 k .. 32 k + 31 of four cells.
  static __device__ __forceinline__ uint32_t bits(const Cell (&cell)[4], int k) {
    if constexpr (BITS == 64) {
      return (uint32_t)(cell[k / 2] >> (k % 2 == 0 ? 0 : 32));
    } else if constexpr (BITS == 32) {
      return cell[k];
    } else if constexpr (BITS == 16) {
      return (uint32_t)cell[2 * k + 1] << 16 | cell[2 * k];
    } else {
      return (uint32_t)cell[3] << 24 | (uint32_t)cell[2] << 16 | (uint32_t)cell[1] << 8 | cell[0];
    }
  }

  // Takes the first cell off.
  __device__ __forceinline__ Cell next() {
    uint64_t first = (uint64_t)part[1] << 32 | part[0];
    if constexpr (BITS >= 32) {
      constexpr int STEP = BITS / 32;
#pragma unroll
      for (int k = 0; k + STEP < PARTS; k++) part[k] = part[k + STEP];
    } else {
#pragma unroll
      for (int k = 0; k + 1 < PARTS; k++) part[k] = part[k] >> BITS | part[k + 1] << (32 - BITS);
      part[PARTS - 1] >>= BITS;
    }
    return (Cell)first;
  }

  __device__ __forceinline__ void store(Cell* to) const {
    uint4* line = reinterpret_cast<uint4*>(to);
#pragma unroll
    for (int k = 0; k < LINES; k++) {
      line[k] = make_uint4(part[4 * k], part[4 * k + 1], part[4 * k + 2], part[4 * k + 3]);
    }
  }
};
