// Words from memory to packed values, for the lane whose words cuRAND generates: value i is the
// law's value of word i. The laws are those of the fused kernels; pairs with
// io.tensorinit.cuda.launch.WordLane.
#include <stdint.h>
#include "discrete.cuh"
#include "for_each.cuh"
#include "quantile.cuh"
#include "uniform.cuh"
#include "unit_interval.cuh"

// The two kernels of a law; float64 takes the words of derive("low") as well.
#define WORDS_KERNELS(LAW, Law)                                                                \
  extern "C" __global__ void words_##LAW##_f32(Law<float> law, const uint32_t* words,          \
                                               float* out, uint64_t count) {                   \
    FOR_EACH(i, count) out[i] = law.at(words[i]);                                              \
  }                                                                                            \
  extern "C" __global__ void words_##LAW##_f64(Law<double> law, const uint32_t* words,         \
                                               const uint32_t* low, double* out,               \
                                               uint64_t count) {                               \
    FOR_EACH(i, count) out[i] = law.at(digits(words[i], low[i]));                              \
  }

WORDS_KERNELS(uniform, Uniform)
WORDS_KERNELS(quantile, Quantile)
WORDS_KERNELS(discrete, Discrete)
