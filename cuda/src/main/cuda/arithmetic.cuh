// The operations of float32 and float64 by one name, each rounded once; pairs with no class, but with
// Java's operators and Math.fma, min and max.
// Source: IEEE (2019), IEEE 754, standard for floating-point arithmetic.
#pragma once

__device__ __forceinline__ float fused(float x, float scale, float shift) {
  return __fmaf_rn(x, scale, shift);
}

__device__ __forceinline__ double fused(double x, double scale, double shift) {
  return __fma_rn(x, scale, shift);
}

__device__ __forceinline__ float sum(float x, float y) { return __fadd_rn(x, y); }

__device__ __forceinline__ double sum(double x, double y) { return __dadd_rn(x, y); }

__device__ __forceinline__ float product(float x, float y) { return __fmul_rn(x, y); }

__device__ __forceinline__ double product(double x, double y) { return __dmul_rn(x, y); }

__device__ __forceinline__ float smaller(float x, float y) { return fminf(x, y); }

__device__ __forceinline__ double smaller(double x, double y) { return fmin(x, y); }

// A number; NaN gives low.
__device__ __forceinline__ float clamped(float x, float low, float high) {
  return fminf(fmaxf(x, low), high);
}

__device__ __forceinline__ double clamped(double x, double low, double high) {
  return fmin(fmax(x, low), high);
}
