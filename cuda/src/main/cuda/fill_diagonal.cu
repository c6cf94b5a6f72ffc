// A value on a pattern of zeros: identities and Dirac deltas; pairs with
// io.tensorinit.plan.DiagonalFill, which states the pattern.
// Sources: Q. V. Le, N. Jaitly, G. E. Hinton (2015), A simple way to initialize recurrent networks
// of rectified linear units; S. Zagoruyko, N. Komodakis (2017), DiracNets: training very deep
// neural networks without skip-connections.
#include <stdint.h>
#include "box.cuh"
#include "store.cuh"

struct Diagonal {
  uint64_t size[MAX_RANK];
  uint64_t shift[MAX_RANK];
  int64_t place[MAX_RANK];
  uint64_t groupRows;
  uint32_t rank;
  uint32_t rowAxis;
  uint32_t columnAxis;
  uint32_t parts;
};

__device__ __forceinline__ bool on_pattern(const Diagonal& diagonal, uint64_t position) {
  uint64_t index = position;
  if (diagonal.parts == 2) {
    if (position & 1) return false;
    index = position >> 1;
  }
  uint64_t row = 0;
  uint64_t column = 0;
  bool in = true;
#pragma unroll
  for (int axis = MAX_RANK - 1; axis >= 0; axis--) {
    if (axis < (int)diagonal.rank) {
      uint64_t size = diagonal.size[axis];
      uint64_t outer = index / size;
      uint64_t c = index - outer * size;
      index = outer;
      c = c >= diagonal.shift[axis] ? c - diagonal.shift[axis] : c + size - diagonal.shift[axis];
      if (axis == (int)diagonal.rowAxis) {
        row = c;
      } else if (axis == (int)diagonal.columnAxis) {
        column = c;
      } else {
        in = in && (diagonal.place[axis] < 0 || (uint64_t)diagonal.place[axis] == c);
      }
    }
  }
  return in && row % diagonal.groupRows == column;
}

template <class Store>
__device__ __forceinline__ void fill_diagonal(const Diagonal& diagonal,
                                              typename Store::Value value,
                                              typename Store::Cell* out, const Box& box) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < box.count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    Place at = place(box, i);
    out[at.cell] = on_pattern(diagonal, at.element) ? Store::cell(value) : (typename Store::Cell)0;
  }
}

#define DIAGONAL_KERNEL(dtype, Store)                                                           \
  extern "C" __global__ void fill_diagonal_##dtype(Diagonal diagonal, Store::Value value,       \
                                                   Store::Cell* out, Box box) {                 \
    fill_diagonal<Store>(diagonal, value, out, box);                                            \
  }

DIAGONAL_KERNEL(f32, StoreF32)
DIAGONAL_KERNEL(f16, StoreF16)
DIAGONAL_KERNEL(bf16, StoreBF16)
DIAGONAL_KERNEL(f8_e4m3, StoreF8E4M3)
DIAGONAL_KERNEL(f8_e5m2, StoreF8E5M2)
DIAGONAL_KERNEL(f64, StoreF64)
