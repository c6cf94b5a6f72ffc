// Uniform on the closed interval [low, high]; pairs with io.tensorinit.plan.UniformFill.
#include "fill.cuh"
#include "uniform.cuh"

FILL_KERNELS_OF_ALL_DTYPES(uniform, Uniform32, Uniform64)
