// The two ways a law fills memory. Element i takes word i of the key's sequence, whatever the grid.
//
// A law is a struct of plain numbers, passed by value, with
//   float at(uint32_t word)       for the types computed in float32,
//   double at(uint64_t digits)    for float64,
//   MAY_BE_NAN                    whether a value can be NaN,
//   HAS_TAIL                      whether some words take a longer way; then also
//   bool in_centre(word, value&)  the short way: false where the value is to be
//   outside(word)                 that of the long way.
#pragma once
#include <stdint.h>
#include "box.cuh"
#include "philox4x32.cuh"
#include "store.cuh"
#include "unit_interval.cuh"
#include "word.cuh"

// The keys of a fill: its own, and derive("low") for float64's low digits.
struct Keys {
  uint64_t key;
  uint64_t low;
};

// Four consecutive values from their words or digits. What lies outside the centre is taken one
// after the other, in one piece of code: rare in float32, and never more than a thread has.
template <class Law, typename Word, typename Value>
__device__ __forceinline__ void values_at(const Law& law, const Word (&word)[4],
                                          Value (&out)[4]) {
  if constexpr (Law::HAS_TAIL) {
    uint32_t left = 0;
#pragma unroll
    for (int j = 0; j < 4; j++) left |= law.in_centre(word[j], out[j]) ? 0u : 1u << j;
#pragma unroll 1
    while (left != 0) {
      uint32_t one = left & (0u - left);
      Word its = one == 1 ? word[0] : one == 2 ? word[1] : one == 4 ? word[2] : word[3];
      Value value = law.outside(its);
#pragma unroll
      for (int j = 0; j < 4; j++) out[j] = one == 1u << j ? value : out[j];
      left ^= one;
    }
  } else {
#pragma unroll
    for (int j = 0; j < 4; j++) out[j] = law.at(word[j]);
  }
}

// The values of block 65536 window + place.
template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t window,
                                       uint32_t place, float (&out)[4]) {
  values_at(law, philox4x32(keys.key, window, place).word, out);
}

template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t window,
                                       uint32_t place, double (&out)[4]) {
  Block high = philox4x32(keys.key, window, place);
  Block low = philox4x32(keys.low, window, place);
  uint64_t each[4];
#pragma unroll
  for (int j = 0; j < 4; j++) each[j] = digits(high.word[j], low.word[j]);
  values_at(law, each, out);
}

template <class Store, class Law>
__device__ __forceinline__ typename Store::Cell stored(typename Store::Value value) {
  return Law::MAY_BE_NAN ? Store::cell(value) : Store::number(value);
}

// The elements a block of threads takes at a time: TILE consecutive positions from a multiple of
// TILE on, all in one window of the sequence.
#define TILE 4096

// Those of elements first .. first + count - 1 that lie in a tile, to consecutive cells; element
// first goes to out[0]. A thread takes whole Philox blocks, as many as fill 16 bytes. Where those
// reach over an end, or their address is not aligned, it stores cell by cell.
template <class Store, class Law>
__device__ __forceinline__ void fill_tile(const Law& law, const Keys& keys,
                                          typename Store::Cell* out, uint64_t first,
                                          uint64_t count, uint64_t tile) {
  typedef typename Store::Cell Cell;
  typedef Lines<Cell, sizeof(Cell) == 8 ? 2 : 1> Group;
  constexpr int BLOCKS = Group::CELLS / 4;
  constexpr int UNROLL = Law::HAS_TAIL ? 1 : BLOCKS;
  uint64_t start = tile * TILE;
  uint32_t from = first > start ? (uint32_t)(first - start) : 0;
  uint32_t to = first + count - start < TILE ? (uint32_t)(first + count - start) : TILE;
  Cell* cells = out + (int64_t)(start - first);
  uint32_t firstWhole = (from + Group::CELLS - 1) / Group::CELLS;
  uint32_t endWhole = ((uint64_t)cells & 15) == 0 ? to / Group::CELLS : 0;
  uint32_t wholes = endWhole > firstWhole ? endWhole - firstWhole : 0;
  uint64_t window = start / 4 >> 16;
  uint32_t group = from / Group::CELLS + threadIdx.x;
  uint32_t place = ((uint32_t)(start / 4) & 0xFFFFu) + group * BLOCKS;
  cells += group * Group::CELLS;
  for (; group * Group::CELLS < to; group += blockDim.x) {
    Group line = {};
#pragma unroll UNROLL
    for (int b = 0; b < BLOCKS; b++) {
      typename Store::Value value[4];
      values(law, keys, window, place + b, value);
      Cell cell[4];
#pragma unroll
      for (int j = 0; j < 4; j++) cell[j] = stored<Store, Law>(value[j]);
      line.append(cell);
    }
    if (group - firstWhole < wholes) {
      line.store(cells);
    } else {
#pragma unroll 1
      for (uint32_t j = 0; j < Group::CELLS; j++) {
        Cell cell = line.next();
        uint32_t at = group * Group::CELLS + j;
        if (at >= from && at < to) cells[j] = cell;
      }
    }
    place += blockDim.x * BLOCKS;
    cells += blockDim.x * Group::CELLS;
  }
}

// Elements first .. first + count - 1, to consecutive cells.
template <class Store, class Law>
__device__ __forceinline__ void fill_run(const Law& law, const Keys& keys,
                                         typename Store::Cell* out, uint64_t first,
                                         uint64_t count) {
  uint64_t end = count == 0 ? 0 : (first + count - 1) / TILE + 1;
  for (uint64_t tile = first / TILE + blockIdx.x; tile < end; tile += gridDim.x) {
    fill_tile<Store>(law, keys, out, first, count, tile);
  }
}

template <class Law>
__device__ __forceinline__ float value(const Law& law, const Keys& keys, uint64_t element, float) {
  return law.at(word_at(keys.key, element));
}

template <class Law>
__device__ __forceinline__ double value(const Law& law, const Keys& keys, uint64_t element,
                                        double) {
  return law.at(digits(word_at(keys.key, element), word_at(keys.low, element)));
}

// Any region, any strides: one element a thread at a time.
template <class Store, class Law>
__device__ __forceinline__ void fill_box(const Law& law, const Keys& keys,
                                         typename Store::Cell* out, const Box& box) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < box.count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    Place at = place(box, i);
    out[at.cell] = stored<Store, Law>(value(law, keys, at.element, typename Store::Value()));
  }
}

// The two kernels of a law for one dtype, named fill_LAW_DTYPE and fill_LAW_DTYPE_box.
#define FILL_KERNELS(LAW, Law, dtype, Store)                                                   \
  extern "C" __global__ void fill_##LAW##_##dtype(Law law, Keys keys, Store::Cell* out,       \
                                                  uint64_t first, uint64_t count) {            \
    fill_run<Store>(law, keys, out, first, count);                                             \
  }                                                                                            \
  extern "C" __global__ void fill_##LAW##_##dtype##_box(Law law, Keys keys, Store::Cell* out, \
                                                        Box box) {                             \
    fill_box<Store>(law, keys, out, box);                                                      \
  }

#define FILL_KERNELS_OF_ALL_DTYPES(LAW, Law32, Law64) \
  FILL_KERNELS(LAW, Law32, f32, StoreF32)             \
  FILL_KERNELS(LAW, Law32, f16, StoreF16)             \
  FILL_KERNELS(LAW, Law32, bf16, StoreBF16)           \
  FILL_KERNELS(LAW, Law32, f8_e4m3, StoreF8E4M3)      \
  FILL_KERNELS(LAW, Law32, f8_e5m2, StoreF8E5M2)      \
  FILL_KERNELS(LAW, Law64, f64, StoreF64)
