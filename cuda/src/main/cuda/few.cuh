// A discrete distribution of up to four outcomes, in every dtype; pairs with
// io.tensorinit.cuda.kernel.FewOutcomes.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter III.2 (inversion).
#pragma once
#include <stdint.h>
#include "fill.cuh"

// Cells that are finished: their bits, in 32 bits or in 64.
template <class Store>
struct Finished {
  static constexpr bool IN_PAIRS = false;
  typedef typename Store::Cell Cell;
  typedef decltype(Cell() + 0u) Value;
  static __device__ __forceinline__ Cell cell(Value value) { return (Cell)value; }
  static __device__ __forceinline__ Cell number(Value value) { return (Cell)value; }
};

// The first outcome whose last word is not below the word; the fourth where none is.
template <typename Bits>
struct Few {
  static constexpr bool MAY_BE_NAN = false;  // bits are none
  uint32_t last[3];
  Bits cell[4];
  __device__ __forceinline__ Bits at(uint32_t word) const {
    Bits chosen = cell[3];
#pragma unroll
    for (int k = 2; k >= 0; k--) chosen = word <= last[k] ? cell[k] : chosen;
    return chosen;
  }
};

// The word decides in float64, too.
template <typename Bits>
__device__ __forceinline__ void values(const Few<Bits>& law, const Keys& keys, uint64_t window,
                                       uint32_t place, Bits (&out)[4]) {
  Block block = philox4x32(keys.key, window, place);
#pragma unroll
  for (int j = 0; j < 4; j++) out[j] = law.at(block.word[j]);
}

template <typename Bits>
__device__ __forceinline__ Bits value(const Few<Bits>& law, const Keys& keys, uint64_t element,
                                      Bits) {
  return law.at(word_at(keys.key, element));
}
