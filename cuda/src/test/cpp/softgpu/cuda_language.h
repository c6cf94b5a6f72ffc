// CUDA's words, so that the kernels compile as C++ for the processor. Arithmetic is IEEE 754's, one
// rounding an operation: compile with -ffp-contract=off. Misaligned accesses are found by
// -fsanitize=alignment, which calls what kernels.cpp defines.
#pragma once
#include <stdint.h>
#include <string.h>
#include "grid.h"

#define __global__
#define __device__
#define __host__
#define __constant__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __restrict__ __restrict
// a block runs on one thread of the processor
#define __shared__ static thread_local
#define shared_lines static_cast<uint4*>(softgpu::shared_memory())
#define __syncthreads() softgpu::barrier(__LINE__)

#define threadIdx softgpu::standing().thread
#define blockIdx softgpu::standing().block
#define blockDim softgpu::standing().threads
#define gridDim softgpu::standing().blocks

struct alignas(8) uint2 {
  uint32_t x, y;
};
struct alignas(16) uint4 {
  uint32_t x, y, z, w;
};
struct alignas(8) float2 {
  float x, y;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(16) double2 {
  double x, y;
};
struct alignas(16) ulonglong2 {
  unsigned long long x, y;
};

inline uint2 make_uint2(uint32_t x, uint32_t y) { return {x, y}; }
inline uint4 make_uint4(uint32_t x, uint32_t y, uint32_t z, uint32_t w) { return {x, y, z, w}; }
inline float2 make_float2(float x, float y) { return {x, y}; }
inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
inline double2 make_double2(double x, double y) { return {x, y}; }
inline ulonglong2 make_ulonglong2(unsigned long long x, unsigned long long y) { return {x, y}; }

template <class T>
inline T __ldg(const T* from) {
  return *from;
}

template <class To, class From>
inline To softgpu_bits(From from) {
  static_assert(sizeof(To) == sizeof(From), "bits of one size");
  To to;
  memcpy(&to, &from, sizeof(To));
  return to;
}

inline uint32_t __float_as_uint(float x) { return softgpu_bits<uint32_t>(x); }
inline int32_t __float_as_int(float x) { return softgpu_bits<int32_t>(x); }
inline float __uint_as_float(uint32_t x) { return softgpu_bits<float>(x); }
inline float __int_as_float(int32_t x) { return softgpu_bits<float>(x); }
inline int64_t __double_as_longlong(double x) { return softgpu_bits<int64_t>(x); }
inline double __longlong_as_double(int64_t x) { return softgpu_bits<double>(x); }

inline float __int2float_rn(int32_t x) { return (float)x; }
inline float __uint2float_rn(uint32_t x) { return (float)x; }
inline double __ll2double_rn(int64_t x) { return (double)x; }
inline double __ull2double_rn(uint64_t x) { return (double)x; }
inline float __double2float_rn(double x) { return (float)x; }

inline float __fadd_rn(float x, float y) { return x + y; }
inline float __fsub_rn(float x, float y) { return x - y; }
inline float __fmul_rn(float x, float y) { return x * y; }
inline float __fdiv_rn(float x, float y) { return x / y; }
inline float __fsqrt_rn(float x) { return __builtin_sqrtf(x); }
inline float __fmaf_rn(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
inline double __dadd_rn(double x, double y) { return x + y; }
inline double __dsub_rn(double x, double y) { return x - y; }
inline double __dmul_rn(double x, double y) { return x * y; }
inline double __ddiv_rn(double x, double y) { return x / y; }
inline double __dsqrt_rn(double x) { return __builtin_sqrt(x); }
inline double __fma_rn(double x, double y, double z) { return __builtin_fma(x, y, z); }

// PTX's min and max: a NaN gives way to a number, -0 is below +0.
template <class T>
inline T softgpu_min(T x, T y) {
  if (x != x) return y;
  if (y != y) return x;
  if (x == y) return __builtin_signbit(x) ? x : y;
  return x < y ? x : y;
}

template <class T>
inline T softgpu_max(T x, T y) {
  return -softgpu_min(-x, -y);
}

#define fabsf __builtin_fabsf
#define fabs __builtin_fabs
#define fminf softgpu_min<float>
#define fmaxf softgpu_max<float>
#define fmin softgpu_min<double>
#define fmax softgpu_max<double>
#define min softgpu_least
#define max softgpu_most

template <class T>
inline T softgpu_least(T x, T y) {
  return y < x ? y : x;
}

template <class T>
inline T softgpu_most(T x, T y) {
  return x < y ? y : x;
}

inline uint32_t __umulhi(uint32_t x, uint32_t y) { return (uint32_t)((uint64_t)x * y >> 32); }
inline uint64_t __umul64hi(uint64_t x, uint64_t y) {
  return (uint64_t)((unsigned __int128)x * y >> 64);
}
// Bytes of y:x, chosen by the nibbles of `which`.
inline uint32_t __byte_perm(uint32_t x, uint32_t y, uint32_t which) {
  uint64_t bytes = (uint64_t)y << 32 | x;
  uint32_t chosen = 0;
  for (int i = 0; i < 4; i++) chosen |= (uint32_t)(bytes >> 8 * (which >> 4 * i & 7) & 0xFF) << 8 * i;
  return chosen;
}

inline uint32_t __funnelshift_r(uint32_t low, uint32_t high, uint32_t shift) {
  return (uint32_t)(((uint64_t)high << 32 | low) >> (shift & 31));
}

inline uint32_t __funnelshift_l(uint32_t low, uint32_t high, uint32_t shift) {
  return (uint32_t)(((uint64_t)high << 32 | low) << (shift & 31) >> 32);
}

inline int __popc(uint32_t x) { return __builtin_popcount(x); }
inline int __ffs(uint32_t x) { return __builtin_ffs((int)x); }
inline int __clz(uint32_t x) { return x == 0 ? 32 : __builtin_clz(x); }
inline int __clzll(uint64_t x) { return x == 0 ? 64 : __builtin_clzll(x); }
