// Compositions, in place over scratch in float32 or float64; pairs with the plans AffineFill,
// ClampFill, SumFill, NoiseFill, MaskFill and MixtureFill. Scratch holds the values of a box of the
// tensor, row-major, the two parts of a complex element side by side. The last step rounds once, at
// the store.
// Source: D. E. Knuth (1969), The art of computer programming 2, 3.4.2, algorithm S (the zeros of
// an exact-count mask).
#include <stdint.h>
#include "arithmetic.cuh"
#include "box.cuh"
#include "for_each.cuh"
#include "four.cuh"
#include "philox4x32.cuh"
#include "quad.cuh"
#include "store.cuh"
#include "word.cuh"

// The column walk of an exact-count mask over a matrix, which is the flattened tensor: rows
// 0 .. endRow - 1 of columns firstColumn .. firstColumn + columnCount - 1 are replayed, and what lies
// in the box is set to zero. Cells are of `parts` values each.
struct ExactCount {
  uint64_t key;
  uint64_t rows, columns;
  uint64_t zeros;
  uint64_t endRow;
  uint64_t firstColumn, columnCount;
  uint32_t parts;
};

template <class T>
__device__ __forceinline__ void set_zero(T* x, const Box& box, uint64_t element, uint32_t parts) {
  int64_t cell;
  if (!find(box, element, cell)) return;
  for (uint32_t part = 0; part < parts; part++) x[cell * parts + part] = (T)0;
}

template <class T>
__device__ __forceinline__ void keep_exact_count(T* x, const ExactCount& mask, const Box& box) {
  FOR_EACH(c, mask.columnCount) {
    uint64_t column = mask.firstColumn + c;
    uint64_t position = column * mask.rows;
    uint64_t left = mask.zeros;
    Block block = philox4x32(mask.key, position >> 2);
    for (uint64_t r = 0; r < mask.endRow; r++, position++) {
      if (r != 0 && (position & 3) == 0) block = philox4x32(mask.key, position >> 2);
      if ((uint64_t)pick(block, position) * (mask.rows - r) >> 32 < left) {
        left--;
        set_zero(x, box, r * mask.columns + column, mask.parts);
      }
    }
  }
}

// A value of what it was, and of what else it may become.
template <class T>
struct Affine {
  T scale, shift;
  bool isComplex;  // then the shift is that of the real parts, before every other one
  __device__ __forceinline__ T at(uint64_t i, T x, T) const {
    return fused(x, scale, isComplex && (i & 1) != 0 ? (T)-0.0 : shift);
  }
};

template <class T>
struct Clamp {
  T low, high;
  __device__ __forceinline__ T at(uint64_t, T x, T) const {
    return x == x ? clamped(x, low, high) : x;
  }
};

template <class T>
struct Sum {
  __device__ __forceinline__ T at(uint64_t, T x, T y) const { return sum(x, y); }
};

// The words a value stays by: below `below`, or not between `from` and that.
struct Below {
  uint64_t below;
  __device__ __forceinline__ bool keeps(uint32_t word) const { return word < below; }
};

struct NotBetween {
  uint64_t from, below;
  __device__ __forceinline__ bool keeps(uint32_t word) const { return word < from || word >= below; }
};

// Values whose element's word does not keep them become those of y, or zeros where y is null. A word
// decides over both parts of an element.
template <class T, class Words>
__device__ __forceinline__ void keep(T* x, const T* y, uint64_t key, const Words& words,
                                     uint32_t parts, const Box& box, const Quads& quads) {
  const RoundKeys keys = round_keys(key);
  FOR_EACH(i, quads.count) {
    Quad four = quad(box, quads, i);
    Block block = philox4x32(keys, four.block);
    bool kept[4];
#pragma unroll
    for (int j = 0; j < 4; j++) kept[j] = words.keeps(block.word[j]);
    int64_t first = four.cell * (int64_t)parts;
    if (four.is_whole() && Four<T>::lies_at(x + first) && (!y || Four<T>::lies_at(y + first))) {
#pragma unroll
      for (int part = 0; part < 2; part++) {
        if (part < (int)parts) {
          int64_t at = first + 4 * part;
          Four<T> values = Four<T>::load(x + at);
          Four<T> others = y ? Four<T>::load(y + at) : Four<T>::zeros();
#pragma unroll
          for (int k = 0; k < 4; k++) {
            bool keeps = parts == 2 ? kept[2 * part + k / 2] : kept[k];
            if (!keeps) values.value[k] = others.value[k];
          }
          values.store(x + at);
        }
      }
    } else {
#pragma unroll
      for (int j = 0; j < 4; j++) {
        if (four.has(j) && !kept[j]) {
#pragma unroll 1
          for (uint32_t part = 0; part < parts; part++) {
            int64_t at = (four.cell + j * four.step) * (int64_t)parts + part;
            x[at] = y ? y[at] : (T)0;
          }
        }
      }
    }
  }
}

#define COMPOSE_KERNELS(type, T)                                                                  \
  extern "C" __global__ void compose_affine_##type(T* x, uint64_t count, T scale, T shift,        \
                                                   uint32_t parts) {                              \
    for_each_value(x, (const T*)nullptr, count, Affine<T>{scale, shift, parts == 2});             \
  }                                                                                               \
  extern "C" __global__ void compose_clamp_##type(T* x, uint64_t count, T low, T high) {          \
    for_each_value(x, (const T*)nullptr, count, Clamp<T>{low, high});                             \
  }                                                                                               \
  extern "C" __global__ void compose_add_##type(T* x, const T* y, uint64_t count) {               \
    for_each_value(x, y, count, Sum<T>{});                                                        \
  }                                                                                               \
  extern "C" __global__ void compose_keep_##type(T* x, uint64_t key, uint64_t below,              \
                                                 uint32_t parts, Box box, Quads quads) {          \
    keep(x, (const T*)nullptr, key, Below{below}, parts, box, quads);                             \
  }                                                                                               \
  extern "C" __global__ void compose_choose_##type(T* x, const T* y, uint64_t key,                \
                                                   uint64_t from, uint64_t below,                 \
                                                   uint32_t parts, Box box, Quads quads) {        \
    keep(x, y, key, NotBetween{from, below}, parts, box, quads);                                  \
  }                                                                                               \
  extern "C" __global__ void compose_keep_exact_count_##type(T* x, ExactCount mask, Box box) {    \
    keep_exact_count(x, mask, box);                                                               \
  }

COMPOSE_KERNELS(f32, float)
COMPOSE_KERNELS(f64, double)

// Scratch to its place: value i of the scratch is element i of the box.
template <class Store>
__device__ __forceinline__ void store(const typename Store::Value* x, typename Store::Cell* out,
                                      const Box& box, const Quads& quads) {
  typedef Four<typename Store::Value> Values;
  FOR_EACH(i, quads.count) {
    Quad four = quad(box, quads, i);
    const typename Store::Value* from = x + 4 * four.block;
    Values values = Values::zeros();
    if (four.is_whole()) {
      values = Values::load(from);
    } else {
#pragma unroll
      for (int j = 0; j < 4; j++) {
        if (four.has(j)) values.value[j] = from[j];
      }
    }
    store_quad<Store, true>(out + four.cell, four, values.value);
  }
}

#define STORE_KERNEL(dtype, Store)                                                                \
  extern "C" __global__ void compose_store_##dtype(const Store::Value* x, Store::Cell* out,       \
                                                   Box box, Quads quads) {                        \
    store<Store>(x, out, box, quads);                                                             \
  }

STORE_KERNEL(f32, StoreF32)
STORE_KERNEL(f16, StoreF16)
STORE_KERNEL(bf16, StoreBF16)
STORE_KERNEL(f8_e4m3, StoreF8E4M3)
STORE_KERNEL(f8_e5m2, StoreF8E5M2)
STORE_KERNEL(f64, StoreF64)
