// Logarithms of exactly rounded operations only; pairs with io.tensorinit.random.Logarithm.
#pragma once
#include <stdint.h>
#include "polynomial.cuh"

// log2(a) - scale, a above 0.
__device__ __forceinline__ float log2_scaled(float a, int scale) {
  const float LOG2[] = {
      0x1.715474p+0f, -0x1.71546ap-1f, 0x1.ec76f4p-2f, -0x1.7160e4p-2f, 0x1.268f7ap-2f,
      -0x1.e87cfap-3f, 0x1.bd316cp-3f, -0x1.aeb322p-3f, 0x1.00d7d6p-3f};
  int32_t bits = __float_as_int(a);
  int32_t e = (bits - 0x3F3504F3) >> 23;
  float t = __fsub_rn(__int_as_float(bits - (int32_t)((uint32_t)e << 23)), 1.0f);
  return __fmaf_rn(t, polynomial(t, LOG2), __int2float_rn(e - scale));
}

// ln(a) - scale ln 2, a above 0.
__device__ __forceinline__ double log_scaled(double a, int scale) {
  const double ATANH[] = {
      0x1.5555555555558p-1, 0x1.999999999522fp-2, 0x1.2492492e02a4cp-2, 0x1.c71c62d1d1ab0p-3,
      0x1.7462b9b5b8e02p-3, 0x1.39fdc81372d11p-3, 0x1.2b5f084897542p-3};
  int64_t bits = __double_as_longlong(a);
  int64_t e = (bits - 0x3FE6A09E667F3BCDLL) >> 52;
  double f = __dsub_rn(__longlong_as_double(bits - (int64_t)((uint64_t)e << 52)), 1.0);
  double s = __ddiv_rn(f, __dadd_rn(2.0, f));
  double z = __dmul_rn(s, s);
  double half = __dmul_rn(__dmul_rn(0.5, f), f);
  double r = __dmul_rn(z, polynomial(z, ATANH));
  double k = __ll2double_rn(e - scale);
  double small = __fma_rn(s, __dadd_rn(half, r), __dmul_rn(k, 0x1.ef35793c7673p-45));
  return __fma_rn(k, 0x1.62e42fefa38p-1, __dsub_rn(f, __dsub_rn(half, small)));
}
