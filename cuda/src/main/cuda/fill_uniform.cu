// Uniform on the closed interval [low, high]; pairs with io.tensorinit.plan.UniformFill.
// Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous univariate distributions 2,
// chapter 26.
#include "fill.cuh"
#include "uniform.cuh"

FOR_RUNS(FILL_RUN, uniform, Uniform)
FOR_BOXES(FILL_BOX, uniform, Uniform)
