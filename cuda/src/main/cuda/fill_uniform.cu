// Uniform on the closed interval [low, high]; pairs with io.tensorinit.plan.UniformFill.
#include "fill.cuh"
#include "uniform.cuh"

FOR_RUNS(FILL_RUN, uniform, Uniform)
FOR_BOXES(FILL_BOX, uniform, Uniform)
