// Philox4x32-10 and the law of position; pairs with io.tensorinit.random.Philox4x32 and Words.
// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw (2011), Parallel random numbers: as
// easy as 1, 2, 3.
#pragma once
#include <stdint.h>

struct Block {
  uint32_t word[4];
};

#define ROUNDS 10

// What a key is in each round. The kernels of single fills have them from the host: a number in
// constant memory costs no instruction, and the additions would be a third of all.
struct RoundKeys {
  uint32_t low[ROUNDS];
  uint32_t high[ROUNDS];
};

__device__ __forceinline__ RoundKeys round_keys(uint64_t key) {
  RoundKeys keys;
#pragma unroll
  for (uint32_t round = 0; round < ROUNDS; round++) {
    keys.low[round] = (uint32_t)key + round * 0x9E3779B9u;
    keys.high[round] = (uint32_t)(key >> 32) + round * 0xBB67AE85u;
  }
  return keys;
}

// The four words of block 65536 window + place of a key's sequence, place below 65536. In a loop
// over places, half of the first two rounds depends on the key and the window alone.
__device__ __forceinline__ Block philox4x32(const RoundKeys& key, uint64_t window, uint32_t place) {
  uint32_t c0 = (uint32_t)window;
  uint32_t c1 = (uint32_t)(window >> 32);
  uint32_t c2 = place;
  uint32_t c3 = 0;
#pragma unroll
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t high0 = __umulhi(0xD2511F53u, c0);
    uint32_t low0 = 0xD2511F53u * c0;
    uint32_t high1 = __umulhi(0xCD9E8D57u, c2);
    uint32_t low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ key.low[round];
    c1 = low1;
    c2 = high0 ^ c3 ^ key.high[round];
    c3 = low0;
  }
  return {{c0, c1, c2, c3}};
}

// The four words of one block of a key's sequence: positions 4 block .. 4 block + 3.
__device__ __forceinline__ Block philox4x32(const RoundKeys& key, uint64_t block) {
  return philox4x32(key, block >> 16, (uint32_t)block & 0xFFFFu);
}

__device__ __forceinline__ Block philox4x32(uint64_t key, uint64_t block) {
  return philox4x32(round_keys(key), block);
}
