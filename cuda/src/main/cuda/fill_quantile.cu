// Any continuous distribution by its table; pairs with io.tensorinit.plan.QuantileFill and
// TruncatedNormalFill where they are not odd and, for boxes, with any and NormalFill.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter II.2 (inversion).
#include "fill.cuh"
#include "shared_rows.cuh"

template <class Store, typename T>
__device__ __forceinline__ void fill_quantile(const Quantile<T>& law, const Keys& keys,
                                              typename Store::Cell* out, uint64_t first,
                                              uint64_t count, uint32_t log) {
  if (blockIdx.x >= tiles(first, count, log)) return;
  SharedRows<T>::load(law);
  fill_run<Store>(InShared<T, SharedRows<T>, true>(law), keys, out, first, count, log);
}

FOR_RUNS(TABLE_RUN, quantile, Quantile)
FOR_BOXES(FILL_BOX, quantile, Quantile)
