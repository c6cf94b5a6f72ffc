// Words from memory to packed values, for the lane whose words cuRAND generates: value i is the
// law's value of word i. The laws are those of the fused kernels; pairs with
// io.tensorinit.cuda.WordLane.
#include <stdint.h>
#include "discrete.cuh"
#include "for_each.cuh"
#include "normal.cuh"
#include "quantile.cuh"
#include "truncated_normal.cuh"
#include "uniform.cuh"
#include "unit_interval.cuh"

// The two kernels of a law; float64 takes the words of derive("low") as well.
#define WORDS_KERNELS(LAW, Law32, Law64)                                                     \
  extern "C" __global__ void words_##LAW##_f32(Law32 law, const uint32_t* words, float* out, \
                                               uint64_t count) {                             \
    FOR_EACH(i, count) out[i] = law.at(words[i]);                                            \
  }                                                                                          \
  extern "C" __global__ void words_##LAW##_f64(Law64 law, const uint32_t* words,             \
                                               const uint32_t* low, double* out,             \
                                               uint64_t count) {                             \
    FOR_EACH(i, count) out[i] = law.at(digits(words[i], low[i]));                            \
  }

WORDS_KERNELS(uniform, Uniform32, Uniform64)
WORDS_KERNELS(normal, Normal32, Normal64)
WORDS_KERNELS(truncated_normal, TruncatedNormal32, TruncatedNormal64)
WORDS_KERNELS(quantile, Quantile32, Quantile64)
WORDS_KERNELS(discrete, Discrete32, Discrete64)
