// Philox4x32-10 and the law of position; pairs with io.tensorinit.random.Philox4x32 and Words.
// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw (2011), Parallel random numbers: as easy as 1, 2, 3.
#pragma once
#include <stdint.h>

struct Block {
  uint32_t word[4];
};

// The four words of block 65536 window + place of a key's sequence, place below 65536. In a loop
// over places, half of the first two rounds depends on the key and the window alone.
__device__ __forceinline__ Block philox4x32(uint64_t key, uint64_t window, uint32_t place) {
  uint32_t c0 = (uint32_t)window;
  uint32_t c1 = (uint32_t)(window >> 32);
  uint32_t c2 = place;
  uint32_t c3 = 0;
  uint32_t k0 = (uint32_t)key;
  uint32_t k1 = (uint32_t)(key >> 32);
#pragma unroll
  for (int round = 0; round < 10; round++) {
    uint32_t high0 = __umulhi(0xD2511F53u, c0);
    uint32_t low0 = 0xD2511F53u * c0;
    uint32_t high1 = __umulhi(0xCD9E8D57u, c2);
    uint32_t low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

// The four words of one block of a key's sequence: positions 4 block .. 4 block + 3.
__device__ __forceinline__ Block philox4x32(uint64_t key, uint64_t block) {
  return philox4x32(key, block >> 16, (uint32_t)block & 0xFFFFu);
}
