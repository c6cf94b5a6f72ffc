// The standard normal quantile of a word; pairs with io.tensorinit.random.NormalQuantile, which
// gives formulas, errors and sources.
#pragma once
#include <stdint.h>
#include "folded_word.cuh"
#include "logarithm.cuh"
#include "polynomial.cuh"

__device__ __forceinline__ float normal_centre(float q, float p) {
  const float CENTRE[] = {
      0x1.40d932p+0f, 0x1.d1c874p-3f, 0x1.012e1ap-7f, -0x1.21013cp-10f, -0x1.44956ap-15f,
      0x1.1d9484p-17f, 0x1.310290p-20f, -0x1.54923ap-22f, 0x1.f18cf0p-26f, -0x1.5e8aa2p-30f,
      0x1.934f4cp-36f};
  float w = -log2_scaled(__fmaf_rn(-p, p, __fmul_rn(2.0f, p)), 0);
  return __fmul_rn(q, polynomial(w, CENTRE));
}

__device__ __forceinline__ float normal_near_tail(float s) {
  const float TAIL[] = {
      0x1.3bd550p+2f, 0x1.37b33cp+0f, -0x1.2a71a0p-8f, 0x1.987494p-12f, 0x1.1edd7ep-17f,
      -0x1.0e1844p-16f, 0x1.0d3f00p-17f, -0x1.66de4ap-19f};
  return polynomial(__fsub_rn(s, 4.5f), TAIL);
}

__device__ __forceinline__ float normal_far_tail(float s) {
  const float FAR_TAIL[] = {
      0x1.2d7066p+0f, -0x1.33d2fep-6f, -0x1.a4d4b4p+1f, 0x1.4c4bp+4f, -0x1.32e2c2p+7f,
      0x1.cb2bcp+9f, -0x1.cec74cp+11f, 0x1.11869ep+13f, -0x1.1ca2p+13f};
  return __fmul_rn(s, polynomial(__fdiv_rn(1.0f, s), FAR_TAIL));
}

__device__ __forceinline__ float normal_tail(float p, int scale) {
  float s = __fsqrt_rn(-log2_scaled(p, scale));
  return s < 5.75f ? normal_near_tail(s) : normal_far_tail(s);
}

// Twice the probability of the nearer tail, and twice the signed distance of the word's from 1/2.
template <typename Real>
struct NormalPoint {
  Real c, p;
};

__device__ __forceinline__ NormalPoint<float> normal_point(uint32_t word) {
  return {twice_from_centre(word), twice_near_end(word)};
}

// Rarer than one word in a thousand.
__device__ __forceinline__ bool in_tail(const NormalPoint<float>& at) { return at.p < 0x1p-10f; }

__device__ __forceinline__ float centre_quantile(const NormalPoint<float>& at) {
  return normal_centre(at.c, at.p);
}

// The normal's own words never reach the far tail: P >= 2^-32, s <= sqrt 32 < 5.75.
__device__ __forceinline__ float tail_quantile(const NormalPoint<float>& at) {
  float z = normal_near_tail(__fsqrt_rn(-log2_scaled(at.p, 0)));
  return at.c < 0 ? -z : z;
}

__device__ __forceinline__ double normal_centre(double q) {
  const double A[] = {
      3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3};
  const double B[] = {
      1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3};
  double half = __dmul_rn(0.5, q);
  double r = __fma_rn(-half, half, 0.180625);
  return __ddiv_rn(__dmul_rn(half, polynomial(r, A)), polynomial(r, B));
}

__device__ __forceinline__ double normal_tail(double p, int scale) {
  const double C[] = {
      1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4};
  const double D[] = {
      1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9};
  const double E[] = {
      6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7};
  const double F[] = {
      1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15};
  double r = __dsqrt_rn(-log_scaled(p, scale + 1));
  if (r <= 5.0) {
    double s = __dsub_rn(r, 1.6);
    return __ddiv_rn(polynomial(s, C), polynomial(s, D));
  }
  double s = __dsub_rn(r, 5.0);
  return __ddiv_rn(polynomial(s, E), polynomial(s, F));
}

__device__ __forceinline__ NormalPoint<double> normal_point(uint64_t digits) {
  double c = from_centre(digits);
  return {__dmul_rn(2.0, c), __dsub_rn(1.0, __dmul_rn(2.0, fabs(c)))};
}

// 15 of 100 words.
__device__ __forceinline__ bool in_tail(const NormalPoint<double>& at) { return at.p < 0.15; }

__device__ __forceinline__ double centre_quantile(const NormalPoint<double>& at) {
  return normal_centre(at.c);
}

__device__ __forceinline__ double tail_quantile(const NormalPoint<double>& at) {
  double z = normal_tail(at.p, 0);
  return at.c < 0 ? -z : z;
}

template <typename Word>
__device__ __forceinline__ auto normal_quantile(Word word) {
  auto at = normal_point(word);
  return in_tail(at) ? tail_quantile(at) : centre_quantile(at);
}
