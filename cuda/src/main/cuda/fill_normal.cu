// An odd distribution without bounds, which the normal is; pairs with io.tensorinit.plan.NormalFill.
// Boxes are filled by fill_quantile.cu, whose values are the same.
// Source: M. J. Wichura (1988), Algorithm AS 241: the percentage points of the normal distribution,
// Applied Statistics 37.
#include "odd_rows.cuh"

template <class Store, typename T>
__device__ __forceinline__ void fill_normal(const Quantile<T>& law, const Keys& keys,
                                            typename Store::Cell* out, uint64_t first,
                                            uint64_t count, uint32_t log) {
  fill_odd<false, Store>(law, keys, out, first, count, log);
}

FOR_RUNS(TABLE_RUN, normal, Quantile)
