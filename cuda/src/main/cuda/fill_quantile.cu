// Any continuous distribution by its table; pairs with io.tensorinit.plan.QuantileFill,
// TruncatedNormalFill and, for boxes, NormalFill.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter II.2 (inversion).
#include "fill.cuh"
#include "shared_rows.cuh"

template <class Store, typename T>
__device__ __forceinline__ void fill_quantile(const Quantile<T>& law, const Keys& keys,
                                              typename Store::Cell* out, uint64_t first,
                                              uint64_t count, uint32_t log) {
  if (blockIdx.x >= tiles(first, count, log)) return;
  SharedRows<T>::load(law);
  fill_run<Store>(InShared<T, true>(law), keys, out, first, count, log);
}

#define QUANTILE_RUN(LAW, Law, dtype, Store)                                               \
  extern "C" __global__ void __launch_bounds__(TABLE_THREADS)                             \
      fill_##LAW##_##dtype(Law<Store::Value> law, Keys keys, Store::Cell* out,            \
                           uint64_t first, uint64_t count, uint32_t log) {                \
    fill_quantile<Store>(law, keys, out, first, count, log);                                \
  }

FOR_RUNS(QUANTILE_RUN, quantile, Quantile)
FOR_BOXES(FILL_BOX, quantile, Quantile)
