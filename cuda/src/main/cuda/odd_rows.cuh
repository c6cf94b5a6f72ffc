// Fills by an odd distribution, whose table is that of its lower half; what the compiler knows of it
// costs an element nothing. Pairs with io.tensorinit.cuda.kernel.TableDistribution.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter II.2 (inversion).
#pragma once
#include "fill.cuh"
#include "shared_rows.cuh"

// 8 copies of a row, as io.tensorinit.cuda.kernel.SharedTable says.
#define ODD_SPREAD 3

template <typename T>
struct OddRows;

template <>
struct OddRows<float> {
  typedef SharedRowsOfSteps Rows;
};

template <>
struct OddRows<double> {
  typedef SharedRows<double> Rows;
};

// Tells the compiler what is so.
template <typename T>
__device__ __forceinline__ void make_odd(Quantile<T>& law) {
  law.sign = SIGN;
  law.upperRows = 0;
}

template <bool BOUNDED, class Store, typename T>
__device__ __forceinline__ void fill_odd(Quantile<T> law, const Keys& keys,
                                         typename Store::Cell* out, uint64_t first,
                                         uint64_t count, uint32_t log) {
  typedef typename OddRows<T>::Rows Rows;
  if (blockIdx.x >= tiles(first, count, log)) return;
  make_odd(law);
  if (sizeof(T) == sizeof(float)) law.spread = ODD_SPREAD;
  Rows::load(law);
  fill_run<Store>(InShared<T, Rows, BOUNDED>(law), keys, out, first, count, log);
}
