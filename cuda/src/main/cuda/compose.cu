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

#define COMPOSE_KERNELS(type, T)                                                                  \
  extern "C" __global__ void compose_affine_##type(T* x, uint64_t count, T scale, T shift,        \
                                                   uint32_t parts) {                              \
    FOR_EACH(i, count) {                                                                          \
      bool imaginary = parts == 2 && (i & 1) != 0;                                                \
      x[i] = fused(x[i], scale, imaginary ? (T)-0.0 : shift);                                     \
    }                                                                                             \
  }                                                                                               \
  extern "C" __global__ void compose_clamp_##type(T* x, uint64_t count, T low, T high) {          \
    FOR_EACH(i, count) x[i] = x[i] == x[i] ? clamped(x[i], low, high) : x[i];                     \
  }                                                                                               \
  extern "C" __global__ void compose_add_##type(T* x, const T* y, uint64_t count) {               \
    FOR_EACH(i, count) x[i] = sum(x[i], y[i]);                                                    \
  }                                                                                               \
  extern "C" __global__ void compose_keep_##type(T* x, uint64_t key, uint64_t below,              \
                                                 uint32_t parts, Box box) {                       \
    FOR_EACH(i, box.count * parts) {                                                              \
      uint64_t element = place(box, parts == 2 ? i >> 1 : i).element;                             \
      if (word_at(key, element) >= below) x[i] = (T)0;                                            \
    }                                                                                             \
  }                                                                                               \
  extern "C" __global__ void compose_choose_##type(T* x, const T* y, uint64_t key,                \
                                                   uint64_t from, uint64_t below,                 \
                                                   uint32_t parts, Box box) {                     \
    FOR_EACH(i, box.count * parts) {                                                              \
      uint64_t word = word_at(key, place(box, parts == 2 ? i >> 1 : i).element);                  \
      if (word >= from && word < below) x[i] = y[i];                                              \
    }                                                                                             \
  }                                                                                               \
  extern "C" __global__ void compose_keep_exact_count_##type(T* x, ExactCount mask, Box box) {    \
    keep_exact_count(x, mask, box);                                                               \
  }

COMPOSE_KERNELS(f32, float)
COMPOSE_KERNELS(f64, double)

// Scratch to its place: value i of the scratch is element i of the box.
#define STORE_KERNEL(dtype, Store)                                                                \
  extern "C" __global__ void compose_store_##dtype(const Store::Value* x, Store::Cell* out,       \
                                                   Box box) {                                     \
    FOR_EACH(i, box.count) out[place(box, i).cell] = Store::cell(x[i]);                           \
  }

STORE_KERNEL(f32, StoreF32)
STORE_KERNEL(f16, StoreF16)
STORE_KERNEL(bf16, StoreBF16)
STORE_KERNEL(f8_e4m3, StoreF8E4M3)
STORE_KERNEL(f8_e5m2, StoreF8E5M2)
STORE_KERNEL(f64, StoreF64)
