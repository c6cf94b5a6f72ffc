// Finished values on their way to memory: four consecutive elements a Philox block, 16 bytes a
// store where the address allows.
#pragma once
#include <stdint.h>
#include "narrow_float.cuh"

// A dtype's cells: cell() takes any value, number() any that is not NaN. IN_PAIRS: see packed_store.cuh.
struct StoreF32 {
  static constexpr bool IN_PAIRS = false;
  typedef float Value;
  typedef uint32_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return __float_as_uint(value); }
  static __device__ __forceinline__ Cell number(Value value) { return cell(value); }
};

struct StoreF64 {
  static constexpr bool IN_PAIRS = false;
  typedef double Value;
  typedef uint64_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) {
    return (uint64_t)__double_as_longlong(value);
  }
  static __device__ __forceinline__ Cell number(Value value) { return cell(value); }
};

struct StoreF16 {
  static constexpr bool IN_PAIRS = false;
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float16(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float16(value);
  }
};

struct StoreBF16 {
  static constexpr bool IN_PAIRS = false;
  typedef float Value;
  typedef uint16_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_bfloat16(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_bfloat16(value);
  }
};

struct StoreF8E4M3 {
  static constexpr bool IN_PAIRS = false;
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e4m3(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float8_e4m3(value);
  }
};

struct StoreF8E5M2 {
  static constexpr bool IN_PAIRS = false;
  typedef float Value;
  typedef uint8_t Cell;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)to_float8_e5m2(value); }
  static __device__ __forceinline__ Cell number(Value value) {
    return (Cell)number_to_float8_e5m2(value);
  }
};

// As many cells as fill whole lines of 16 bytes, put together in registers from four values at a
// time: those of a Philox block.
template <class Store, bool MAY_BE_NAN>
struct Lines {
  typedef typename Store::Value Value;
  typedef typename Store::Cell Cell;
  static constexpr uint32_t CELL_BYTES = sizeof(Cell);
  static constexpr uint32_t LOG_BLOCKS = CELL_BYTES == 1 ? 2 : CELL_BYTES == 2 ? 1 : 0;
  static constexpr uint32_t BLOCKS = 1u << LOG_BLOCKS;
  // How many of these a thread fills at a time, at most: then it has 8 elements or more, of float64 4.
  static constexpr uint32_t TOGETHER = CELL_BYTES == 4 ? 2 : 1;
  static constexpr int BITS = 8 * CELL_BYTES;
  static constexpr int PARTS = BLOCKS * CELL_BYTES;
  uint32_t part[PARTS] = {};

  // Puts four cells behind those that are there; after BLOCKS times the lines are full.
  __device__ __forceinline__ void append(const Value (&value)[4]) {
    constexpr int FRESH = CELL_BYTES;
#pragma unroll
    for (int k = 0; k + FRESH < PARTS; k++) part[k] = part[k + FRESH];
    uint32_t(&fresh)[FRESH] = *reinterpret_cast<uint32_t(*)[FRESH]>(part + PARTS - FRESH);
    if constexpr (Store::IN_PAIRS) {
      Store::pack(value, fresh);
    } else {
      Cell cell[4];
#pragma unroll
      for (int j = 0; j < 4; j++) {
        cell[j] = MAY_BE_NAN ? Store::cell(value[j]) : Store::number(value[j]);
      }
#pragma unroll
      for (int k = 0; k < FRESH; k++) fresh[k] = bits(cell, k);
    }
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

  // Stores all; the address is a multiple of 16.
  __device__ __forceinline__ void store(uint8_t* to) const {
    uint4* line = reinterpret_cast<uint4*>(to);
#pragma unroll
    for (int k = 0; k < PARTS / 4; k++) {
      line[k] = make_uint4(part[4 * k], part[4 * k + 1], part[4 * k + 2], part[4 * k + 3]);
    }
  }

  // Takes the first cell off, and stores it if it is wanted.
  __device__ __forceinline__ void take(uint8_t* to, bool wanted) {
    uint64_t first = (uint64_t)part[1] << 32 | part[0];
    if (wanted) *reinterpret_cast<Cell*>(to) = (Cell)first;
    if constexpr (BITS >= 32) {
      constexpr int STEP = BITS / 32;
#pragma unroll
      for (int k = 0; k + STEP < PARTS; k++) part[k] = part[k + STEP];
    } else {
#pragma unroll
      for (int k = 0; k + 1 < PARTS; k++) part[k] = part[k] >> BITS | part[k + 1] << (32 - BITS);
      part[PARTS - 1] >>= BITS;
    }
  }
};
