// A discrete distribution of up to four outcomes, by comparisons instead of a search; pairs with
// io.tensorinit.plan.DiscreteFill.
// Source: L. Devroye (1986), Non-uniform random variate generation, chapter III.2 (inversion).
#include "few.cuh"

#define FEW_RUN(LAW, Law, dtype, Store) FILL_RUN(LAW, Law, dtype, Finished<Store>)
#define FEW_BOX(LAW, Law, dtype, Store) FILL_BOX(LAW, Law, dtype, Finished<Store>)

FOR_RUNS(FEW_RUN, few, Few)
FOR_BOXES(FEW_BOX, few, Few)
