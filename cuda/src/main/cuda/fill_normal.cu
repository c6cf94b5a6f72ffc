// An odd distribution without bounds, which is the normal; pairs with io.tensorinit.plan.NormalFill.
// Boxes are filled by fill_quantile.cu, whose values are the same.
// Source: M. J. Wichura (1988), Algorithm AS 241: the percentage points of the normal distribution,
// Applied Statistics 37.
#include "fill.cuh"
#include "shared_rows.cuh"

// 8 copies of a row, as io.tensorinit.cuda.kernel.SharedTable says: what the compiler knows costs
// nothing.
#define NORMAL_SPREAD 3

template <class Store, typename T>
__device__ __forceinline__ void fill_normal(Quantile<T> law, const Keys& keys,
                                            typename Store::Cell* out, uint64_t first,
                                            uint64_t count, uint32_t log) {
  if (blockIdx.x >= tiles(first, count, log)) return;
  law.sign = SIGN;
  law.upperRows = 0;
  if (sizeof(T) == sizeof(float)) law.spread = NORMAL_SPREAD;
  SharedRows<T>::load(law);
  fill_run<Store>(InShared<T, false>(law), keys, out, first, count, log);
}

#define NORMAL_RUN(LAW, Law, dtype, Store)                                               \
  extern "C" __global__ void __launch_bounds__(TABLE_THREADS)                             \
      fill_##LAW##_##dtype(Law<Store::Value> law, Keys keys, Store::Cell* out,            \
                           uint64_t first, uint64_t count, uint32_t log) {                \
    fill_normal<Store>(law, keys, out, first, count, log);                                \
  }

FOR_RUNS(NORMAL_RUN, normal, Quantile)
