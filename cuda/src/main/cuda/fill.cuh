// The two ways a law fills memory. Element i takes word i of the key's sequence, whatever the grid.
//
// A law is a struct of plain numbers, passed by value, with
//   float at(uint32_t word)       for the types computed in float32,
//   double at(uint64_t digits)    for float64,
//   MAY_BE_NAN                    whether a value can be NaN.
#pragma once
#include <stdint.h>
#include "box.cuh"
#include "for_each.cuh"
#include "packed_store.cuh"
#include "philox4x32.cuh"
#include "quad.cuh"
#include "store.cuh"
#include "unit_interval.cuh"
#include "word.cuh"

// The keys of a fill: its own, and derive("low") for float64's low digits.
struct Keys {
  RoundKeys key;
  RoundKeys low;
};

// The values of block 65536 window + place.
template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t window,
                                       uint32_t place, float (&out)[4]) {
  Block block = philox4x32(keys.key, window, place);
#pragma unroll
  for (int j = 0; j < 4; j++) out[j] = law.at(block.word[j]);
}

template <class Law>
__device__ __forceinline__ void values(const Law& law, const Keys& keys, uint64_t window,
                                       uint32_t place, double (&out)[4]) {
  Block high = philox4x32(keys.key, window, place);
  Block low = philox4x32(keys.low, window, place);
#pragma unroll
  for (int j = 0; j < 4; j++) out[j] = law.at(digits(high.word[j], low.word[j]));
}

// The elements a block of threads takes at a time, a tile: 2^LOG consecutive positions from a
// multiple of 2^LOG on. A tile costs a thread something beside its elements, as
// io.tensorinit.cuda.kernel.Tiles counts, so a large fill takes large ones. LOG is at most 18: all blocks of a tile lie in one window of the sequence.
//
// How many tiles elements first .. first + count - 1 touch; the first of them is first >> log.
__device__ __forceinline__ uint64_t tiles(uint64_t first, uint64_t count, uint32_t log) {
  return count == 0 ? 0 : ((first + count - 1) >> log) - (first >> log) + 1;
}

// The values of a group's Philox blocks, of which the first is 65536 window + place.
template <class Group, class Law>
__device__ __forceinline__ void append_blocks(Group& group, const Law& law, const Keys& keys,
                                              uint64_t window, uint32_t place) {
#pragma unroll
  for (uint32_t b = 0; b < Group::BLOCKS; b++) {
    typename Group::Value value[4];
    values(law, keys, window, place + b, value);
    group.append(value);
  }
}

// Those of elements first .. first + count - 1 that lie in a tile, to consecutive cells; element
// first goes to out. A group is as many Philox blocks as fill 16 bytes or more. The groups that lie
// in the run as a whole, at an aligned address, a thread takes TOGETHER at a time, without a
// question: what is asked and loaded for a turn is shared by its elements. What is left of the tile
// comes group by group, and where a group reaches over an end or is not aligned, cell by cell.
template <class Group, class Law>
__device__ __forceinline__ void fill_tile(const Law& law, const Keys& keys, uint8_t* out,
                                          uint64_t first, uint64_t count, uint64_t tile,
                                          uint32_t log) {
  constexpr uint32_t BLOCKS = Group::BLOCKS;
  constexpr uint32_t LOG_CELLS = Group::LOG_BLOCKS + 2;
  constexpr uint32_t CELLS = 1u << LOG_CELLS;
  constexpr uint32_t CELL_BYTES = Group::CELL_BYTES;
  constexpr uint32_t GROUP_BYTES = CELLS * CELL_BYTES;
  constexpr uint32_t TOGETHER = Group::TOGETHER;
  const uint32_t TILE = 1u << log;
  uint64_t start = tile << log;
  uint32_t from = first > start ? (uint32_t)(first - start) : 0;
  uint32_t to = first + count - start < TILE ? (uint32_t)(first + count - start) : TILE;
  uint8_t* cells = out + (int64_t)(start - first) * CELL_BYTES;
  uint64_t window = start / 4 >> 16;
  uint32_t place = (uint32_t)(start / 4) & 0xFFFFu;
  uint32_t firstWhole = (from + CELLS - 1) >> LOG_CELLS;
  uint32_t endWhole = ((uint64_t)cells & 15) == 0 ? to >> LOG_CELLS : 0;
  uint32_t wholes = endWhole > firstWhole ? endWhole - firstWhole : 0;
  const uint32_t turn = TOGETHER * blockDim.x;
  const uint32_t done = wholes / turn * turn;
  const uint32_t end = firstWhole + done;
  uint32_t group = firstWhole + threadIdx.x;
  uint32_t at = place + group * BLOCKS;
  uint8_t* line = cells + group * GROUP_BYTES;
#pragma unroll 1
  for (; group < end; group += turn) {
    Group groups[TOGETHER];
#pragma unroll
    for (uint32_t i = 0; i < TOGETHER; i++) {
      append_blocks(groups[i], law, keys, window, at + i * (blockDim.x * BLOCKS));
    }
#pragma unroll
    for (uint32_t i = 0; i < TOGETHER; i++) {
      groups[i].store(line + i * (blockDim.x * GROUP_BYTES));
    }
    at += turn * BLOCKS;
    line += turn * GROUP_BYTES;
  }
  group = (from >> LOG_CELLS) + threadIdx.x;
  if (group >= firstWhole) group += done;
  at = place + group * BLOCKS;
  line = cells + group * GROUP_BYTES;
#pragma unroll 1
  while (group * CELLS < to) {
    Group its;
    append_blocks(its, law, keys, window, at);
    if (group - firstWhole < wholes) {
      its.store(line);
    } else {
#pragma unroll 1
      for (uint32_t j = 0; j < CELLS; j++) {
        uint32_t cell = group * CELLS + j;
        its.take(line + j * CELL_BYTES, cell >= from && cell < to);
      }
    }
    uint32_t step = blockDim.x + (group < firstWhole ? done : 0);
    group += step;
    at += step * BLOCKS;
    line += step * GROUP_BYTES;
  }
}

// Elements first .. first + count - 1, to consecutive cells, in tiles of 2^log.
template <class Store, class Law>
__device__ __forceinline__ void fill_run(const Law& law, const Keys& keys,
                                         typename Store::Cell* out, uint64_t first,
                                         uint64_t count, uint32_t log) {
  uint64_t end = tiles(first, count, log);
  for (uint64_t tile = blockIdx.x; tile < end; tile += gridDim.x) {
    fill_tile<Lines<Store, Law::MAY_BE_NAN>>(law, keys, reinterpret_cast<uint8_t*>(out), first, count,
                                             (first >> log) + tile, log);
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

// Any region, any strides: what a row has of a Philox block, a thread at a time, or one element where
// the rows' positions are not consecutive.
template <class Store, class Law>
__device__ __forceinline__ void fill_box(const Law& law, const Keys& keys,
                                         typename Store::Cell* out, const Box& box,
                                         const Quads& quads) {
  typedef typename Store::Value Value;
  if (quads.inRow == 0) {
    FOR_EACH(i, box.count) {
      Place at = place(box, i);
      out[at.cell] = Store::cell(value(law, keys, at.element, Value()));
    }
    return;
  }
  FOR_EACH(i, quads.count) {
    Quad four = quad(box, quads, i);
    Value value[4];
    values(law, keys, four.block >> 16, (uint32_t)four.block & 0xFFFFu, value);
    store_quad<Store, Law::MAY_BE_NAN>(out + four.cell, four, value);
  }
}

// The kernels of a law for one dtype, fill_LAW_DTYPE over runs and fill_LAW_DTYPE_box over boxes. Law
// is a template of the type it is computed in.
#define FILL_RUN(LAW, Law, dtype, Store)                                                         \
  extern "C" __global__ void fill_##LAW##_##dtype(Law<Store::Value> law, Keys keys,              \
                                                  Store::Cell* out, uint64_t first,              \
                                                  uint64_t count, uint32_t log) {                \
    fill_run<Store>(law, keys, out, first, count, log);                                          \
  }

#define FILL_BOX(LAW, Law, dtype, Store)                                                         \
  extern "C" __global__ void fill_##LAW##_##dtype##_box(Law<Store::Value> law, Keys keys,        \
                                                        Store::Cell* out, Box box,               \
                                                        Quads quads) {                           \
    fill_box<Store>(law, keys, out, box, quads);                                                 \
  }

// KERNEL(LAW, Law, dtype, Store) for every dtype. What build-ptx.sh compiles for newer devices has
// the runs of those types that they convert to two numbers at once, and nothing else.
#if PACKED_BITS == 16
#define FOR_RUNS(KERNEL, LAW, Law)           \
  KERNEL(LAW, Law, f16_packed, PackedF16)    \
  KERNEL(LAW, Law, bf16_packed, PackedBF16)
#define FOR_BOXES(KERNEL, LAW, Law)
#elif PACKED_BITS == 8
#define FOR_RUNS(KERNEL, LAW, Law)               \
  KERNEL(LAW, Law, f8_e4m3_packed, PackedF8E4M3) \
  KERNEL(LAW, Law, f8_e5m2_packed, PackedF8E5M2)
#define FOR_BOXES(KERNEL, LAW, Law)
#else
#define FOR_RUNS(KERNEL, LAW, Law)        \
  KERNEL(LAW, Law, f32, StoreF32)         \
  KERNEL(LAW, Law, f16, StoreF16)         \
  KERNEL(LAW, Law, bf16, StoreBF16)       \
  KERNEL(LAW, Law, f8_e4m3, StoreF8E4M3)  \
  KERNEL(LAW, Law, f8_e5m2, StoreF8E5M2)  \
  KERNEL(LAW, Law, f64, StoreF64)
#define FOR_BOXES(KERNEL, LAW, Law) FOR_RUNS(KERNEL, LAW, Law)
#endif
