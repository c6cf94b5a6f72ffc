// Finished values on their way to memory: four consecutive elements a Philox block, 16 bytes a
// store where the address allows.
#pragma once
#include <stdint.h>
#include "narrow_float.cuh"

struct StoreF32 {
  typedef float Value;
  typedef uint32_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return __float_as_uint(value); }
};

struct StoreF64 {
  typedef double Value;
  typedef uint64_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) {
    return (uint64_t)__double_as_longlong(value);
  }
};

struct StoreF16 {
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float16(value); }
};

struct StoreBF16 {
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_bfloat16(value); }
};

struct StoreF8E4M3 {
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e4m3(value); }
};

struct StoreF8E5M2 {
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e5m2(value); }
};

// 16 bytes of cells, put together in registers.
template <typename Cell>
struct Line {
  static constexpr int CELLS = 16 / sizeof(Cell);
  uint32_t part[4];

  __device__ __forceinline__ void set(int i, Cell cell) {
    if (sizeof(Cell) == 8) {
      part[2 * i] = (uint32_t)cell;
      part[2 * i + 1] = (uint32_t)((uint64_t)cell >> 32);
    } else if (sizeof(Cell) == 4) {
      part[i] = (uint32_t)cell;
    } else {
      constexpr int PER_PART = sizeof(Cell) < 4 ? 4 / (int)sizeof(Cell) : 1;
      constexpr int BITS = 8 * (int)sizeof(Cell) & 31;
      int shift = BITS * (i % PER_PART);
      uint32_t bits = (uint32_t)cell << shift;
      part[i / PER_PART] = i % PER_PART == 0 ? bits : part[i / PER_PART] | bits;
    }
  }

  __device__ __forceinline__ Cell get(int i) const {
    if (sizeof(Cell) == 8) {
      return (Cell)((uint64_t)part[2 * i + 1] << 32 | part[2 * i]);
    }
    constexpr int PER_PART = sizeof(Cell) < 4 ? 4 / (int)sizeof(Cell) : 1;
    constexpr int BITS = 8 * (int)sizeof(Cell) & 31;
    return (Cell)(part[i / PER_PART] >> BITS * (i % PER_PART));
  }

  __device__ __forceinline__ void store(Cell* to) const {
    *reinterpret_cast<uint4*>(to) = make_uint4(part[0], part[1], part[2], part[3]);
  }
};
