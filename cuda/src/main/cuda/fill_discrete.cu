// A discrete distribution by the thresholds of its 32-bit word; pairs with io.tensorinit.plan.DiscreteFill.
#include "fill.cuh"
#include "discrete.cuh"

FILL_KERNELS_OF_ALL_DTYPES(discrete, Discrete32, Discrete64)
