// Any continuous distribution by its table; pairs with io.tensorinit.plan.QuantileFill.
#include "fill.cuh"
#include "quantile.cuh"

FILL_KERNELS_OF_ALL_DTYPES(quantile, Quantile32, Quantile64)
