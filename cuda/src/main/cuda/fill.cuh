// The two ways a law fills memory. Element i takes word i of the key's sequence, whatever the grid.
//
// A law is a struct of plain numbers, passed by value, with
//   float at(uint32_t word)       for the types computed in float32,
//   double at(uint64_t digits)    for float64.
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

// Four consecutive values, of positions 4 block .. 4 block + 3.
template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t block,
                                       float (&out)[4]) {
  Block words = philox4x32(keys.key, block);
#pragma unroll
  for (int j = 0; j < 4; j++) out[j] = law.at(words.word[j]);
}

template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t block,
                                       double (&out)[4]) {
  Block words = philox4x32(keys.key, block);
  Block low = philox4x32(keys.low, block);
#pragma unroll
  for (int j = 0; j < 4; j++) out[j] = law.at(digits(words.word[j], low.word[j]));
}

// Elements first .. first + count - 1, to consecutive cells. A thread takes as many blocks as fill
// 16 bytes; lines that reach over an end, or whose address is not aligned, go cell by cell.
template <class Store, class Law>
__device__ __forceinline__ void fill_run(const Law& law, const Keys& keys,
                                         typename Store::Cell* out, uint64_t first,
                                         uint64_t count) {
  typedef typename Store::Cell Cell;
  constexpr int LINES = Line<Cell>::CELLS < 4 ? 4 / Line<Cell>::CELLS : 1;
  constexpr int CELLS = LINES * Line<Cell>::CELLS;
  constexpr int BLOCKS = CELLS / 4;
  uint64_t skip = first % CELLS;
  uint64_t groups = count == 0 ? 0 : (skip + count - 1) / CELLS + 1;
  uint64_t firstGroup = first / CELLS;
  for (uint64_t group = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; group < groups;
       group += (uint64_t)gridDim.x * blockDim.x) {
    Line<Cell> line[LINES];
#pragma unroll
    for (int b = 0; b < BLOCKS; b++) {
      typename Store::Value value[4];
      values(law, keys, (firstGroup + group) * BLOCKS + b, value);
#pragma unroll
      for (int j = 0; j < 4; j++) {
        constexpr int PER_LINE = Line<Cell>::CELLS;
        line[(4 * b + j) / PER_LINE].set((4 * b + j) % PER_LINE, Store::cell(value[j]));
      }
    }
    int64_t at = (int64_t)(group * CELLS) - (int64_t)skip;
    Cell* to = out + at;
    if (at >= 0 && (uint64_t)at + CELLS <= count && ((uint64_t)to & 15) == 0) {
#pragma unroll
      for (int l = 0; l < LINES; l++) line[l].store(to + l * Line<Cell>::CELLS);
    } else {
#pragma unroll
      for (int j = 0; j < CELLS; j++) {
        int64_t cell = at + j;
        if (cell >= 0 && (uint64_t)cell < count) {
          out[cell] = line[j / Line<Cell>::CELLS].get(j % Line<Cell>::CELLS);
        }
      }
    }
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
    out[at.cell] = Store::cell(value(law, keys, at.element, typename Store::Value()));
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
