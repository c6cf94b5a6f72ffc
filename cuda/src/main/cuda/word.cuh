// One word of a key's sequence; pairs with io.tensorinit.random.Words.
#pragma once
#include <stdint.h>
#include "philox4x32.cuh"

__device__ __forceinline__ uint32_t pick(const Block& block, uint64_t position) {
  uint32_t j = (uint32_t)position & 3u;
  uint32_t low = j == 0 ? block.word[0] : block.word[1];
  uint32_t high = j == 2 ? block.word[2] : block.word[3];
  return j < 2 ? low : high;
}

template <class Key>  // a number, or its RoundKeys
__device__ __forceinline__ uint32_t word_at(const Key& key, uint64_t position) {
  return pick(philox4x32(key, position >> 2), position);
}
