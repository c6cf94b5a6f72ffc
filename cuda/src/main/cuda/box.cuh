// Regions of a tensor and their places in memory.
#pragma once
#include <stdint.h>

#define MAX_RANK 8

// Element (i_0, i_1, ...) of the region is element first + sum i_a whole[a] of the flattened tensor
// and goes to cell sum i_a cell[a]. Unused axes have size 1 and come first.
struct Box {
  uint64_t first;
  uint64_t count;
  uint64_t size[MAX_RANK];
  int64_t whole[MAX_RANK];
  int64_t cell[MAX_RANK];
};

struct Place {
  uint64_t element;
  int64_t cell;
};

// a / b, b not 0; in 32 bits, which takes a third of the time, where both fit.
__device__ __forceinline__ uint64_t quotient(uint64_t a, uint64_t b) {
  return (a | b) >> 32 == 0 ? (uint64_t)((uint32_t)a / (uint32_t)b) : a / b;
}

// The place of the region's element of this flattened index over the axes before END, at the first of
// each axis behind. Axes of size 1 stand before all others, so the first axis that is not one takes
// what the others leave, without a division.
template <int END = MAX_RANK>
__device__ __forceinline__ Place place(const Box& box, uint64_t index) {
  Place place = {box.first, 0};
#pragma unroll
  for (int axis = END - 1; axis >= 0; axis--) {
    uint64_t size = box.size[axis];
    bool isFirst = axis == 0 || box.size[axis - 1] == 1;
    uint64_t outer = isFirst ? 0 : quotient(index, size);
    int64_t i = (int64_t)(index - outer * size);
    place.element += (uint64_t)(i * box.whole[axis]);
    place.cell += i * box.cell[axis];
    if (isFirst) break;
    index = outer;
  }
  return place;
}

// Whether an element of the flattened tensor lies in the region, and its cell. The axes' distances
// fall from the outermost to the innermost, as those of a row-major tensor do.
__device__ __forceinline__ bool find(const Box& box, uint64_t element, int64_t& cell) {
  uint64_t rest = element - box.first;
  cell = 0;
#pragma unroll
  for (int axis = 0; axis < MAX_RANK; axis++) {
    if (box.size[axis] != 1) {
      uint64_t whole = (uint64_t)box.whole[axis];
      uint64_t i = quotient(rest, whole);
      if (i >= box.size[axis]) return false;
      rest -= i * whole;
      cell += (int64_t)i * box.cell[axis];
    }
  }
  return rest == 0;
}
