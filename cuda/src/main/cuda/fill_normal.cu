// Normal of a mean and a standard deviation; pairs with io.tensorinit.plan.NormalFill.
#include "fill.cuh"
#include "normal.cuh"

FILL_KERNELS_OF_ALL_DTYPES(normal, Normal32, Normal64)
