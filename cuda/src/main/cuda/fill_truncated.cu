// An odd distribution with bounds, as a normal is that is cut as far below its mean as above; pairs with
// io.tensorinit.plan.TruncatedNormalFill and QuantileFill. Boxes, and distributions that are not odd,
// are filled by fill_quantile.cu.
// Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous univariate distributions 1,
// chapter 13.
#include "odd_rows.cuh"

template <class Store, typename T>
__device__ __forceinline__ void fill_truncated(const Quantile<T>& law, const Keys& keys,
                                               typename Store::Cell* out, uint64_t first,
                                               uint64_t count, uint32_t log) {
  fill_odd<true, Store>(law, keys, out, first, count, log);
}

FOR_RUNS(TABLE_RUN, truncated, Quantile)
