// Normal cut to the closed interval [low, high]; pairs with io.tensorinit.plan.TruncatedNormalFill.
#include "fill.cuh"
#include "truncated_normal.cuh"

FILL_KERNELS_OF_ALL_DTYPES(truncated_normal, TruncatedNormal32, TruncatedNormal64)
