// A region in quads: up to four neighbouring positions, those of a Philox block, a thread at a time.
#pragma once
#include <stdint.h>
#include "box.cuh"
#include "store.cuh"

// How a box is cut. A row of its last axis, whose positions are consecutive, touches so many blocks or
// fewer; 0 where they are not, and a quad is one position.
struct Quads {
  uint64_t inRow;
  uint64_t count;
};

// Positions 4 block + from .. 4 block + to - 1, none if to is not above from. That of 4 block would
// have this cell, in the region or not, the next ones those `step` further each.
struct Quad {
  uint64_t block;
  int64_t cell;
  int64_t step;
  int32_t from, to;

  __device__ __forceinline__ bool has(int j) const { return j >= from && j < to; }
  __device__ __forceinline__ bool is_whole() const { return from == 0 && to == 4; }
};

__device__ __forceinline__ Quad quad(const Box& box, const Quads& quads, uint64_t index) {
  Place at;
  int64_t offset = 0;  // of 4 block from the row's first position
  int64_t length = 1;
  Quad quad;
  quad.step = 0;
  if (quads.inRow == 0) {
    at = place<MAX_RANK>(box, index);
    offset = -(int64_t)(at.element & 3);
    quad.block = at.element >> 2;
  } else {
    uint64_t row = index < quads.inRow ? 0 : quotient(index, quads.inRow);
    uint64_t inRow = index - row * quads.inRow;
    at = place<MAX_RANK - 1>(box, row);
    offset = (int64_t)(4 * inRow - (at.element & 3));
    quad.block = (at.element >> 2) + inRow;
    length = (int64_t)box.size[MAX_RANK - 1];
    quad.step = box.cell[MAX_RANK - 1];
  }
  quad.cell = at.cell + offset * quad.step;
  quad.from = offset < 0 ? (int32_t)-offset : 0;
  quad.to = length - offset < 4 ? (int32_t)(length - offset) : 4;
  return quad;
}

// Values to a quad's cells, that of 4 block being at `to`: together, in up to 16 bytes a store, where
// they lie together at such an address.
template <class Store, bool MAY_BE_NAN>
__device__ __forceinline__ void store_quad(typename Store::Cell* to, const Quad& quad,
                                           const typename Store::Value (&value)[4]) {
  typedef typename Store::Cell Cell;
  Cell cell[4];
#pragma unroll
  for (int j = 0; j < 4; j++) cell[j] = MAY_BE_NAN ? Store::cell(value[j]) : Store::number(value[j]);
  constexpr uint32_t TOGETHER = sizeof(Cell) < 4 ? 4 * sizeof(Cell) : 16;
  if (quad.is_whole() && quad.step == 1 && ((uint64_t)to & (TOGETHER - 1)) == 0) {
    uint32_t part[sizeof(Cell)];
#pragma unroll
    for (int k = 0; k < (int)sizeof(Cell); k++) part[k] = Lines<Store, MAY_BE_NAN>::bits(cell, k);
    if constexpr (sizeof(Cell) == 1) {
      *reinterpret_cast<uint32_t*>(to) = part[0];
    } else if constexpr (sizeof(Cell) == 2) {
      *reinterpret_cast<uint2*>(to) = make_uint2(part[0], part[1]);
    } else {
#pragma unroll
      for (int k = 0; k < (int)sizeof(Cell); k += 4) {
        *reinterpret_cast<uint4*>(to + k * 4 / sizeof(Cell)) =
            make_uint4(part[k], part[k + 1], part[k + 2], part[k + 3]);
      }
    }
    return;
  }
#pragma unroll
  for (int j = 0; j < 4; j++) {
    if (quad.has(j)) to[j * quad.step] = cell[j];
  }
}
