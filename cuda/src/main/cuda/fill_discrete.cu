// A discrete distribution by the thresholds of its 32-bit word; pairs with io.tensorinit.plan.DiscreteFill.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter III.2 (inversion).
#include "fill.cuh"
#include "discrete.cuh"

FOR_RUNS(FILL_RUN, discrete, Discrete)
FOR_BOXES(FILL_BOX, discrete, Discrete)
