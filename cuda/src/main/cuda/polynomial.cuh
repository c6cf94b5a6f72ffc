// Horner's rule by fused multiply-adds, coefficients constant first; pairs with
// io.tensorinit.random.Polynomial. The arrays are literals, so the loops unroll into immediates.
#pragma once

template <int N>
__device__ __forceinline__ float polynomial(float x, const float (&c)[N]) {
  float sum = c[N - 1];
#pragma unroll
  for (int i = N - 2; i >= 0; i--) sum = __fmaf_rn(sum, x, c[i]);
  return sum;
}

template <int N>
__device__ __forceinline__ double polynomial(double x, const double (&c)[N]) {
  double sum = c[N - 1];
#pragma unroll
  for (int i = N - 2; i >= 0; i--) sum = __fma_rn(sum, x, c[i]);
  return sum;
}
