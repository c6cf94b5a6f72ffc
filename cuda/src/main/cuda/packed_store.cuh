// Stores of devices that convert two numbers at once: float16 and bfloat16 from compute capability 8.0
// on, 8-bit floats from 8.9 on. They take no NaN, and to 8 bits no number that overflows, since the
// conversion would give the largest number: the host uses them where it knows that none can come.
#pragma once
#include <stdint.h>
#include "arithmetic.cuh"
#include "narrow_float.cuh"

// The bits of four cells from the conversion of two.
template <class Conversion, typename CellType>
struct Packed;

template <class Conversion>
struct Packed<Conversion, uint16_t> {
  typedef float Value;
  typedef uint16_t Cell;
  static constexpr bool IN_PAIRS = true;
  static __device__ __forceinline__ void pack(const float (&value)[4], uint32_t (&bits)[2]) {
    bits[0] = Conversion::pair(value[0], value[1]);
    bits[1] = Conversion::pair(value[2], value[3]);
  }
};

template <class Conversion>
struct Packed<Conversion, uint8_t> {
  typedef float Value;
  typedef uint8_t Cell;
  static constexpr bool IN_PAIRS = true;
  static __device__ __forceinline__ void pack(const float (&value)[4], uint32_t (&bits)[1]) {
    bits[0] = Conversion::pair(value[2], value[3]) << 16 | Conversion::pair(value[0], value[1]);
  }
};

struct PairOfF16 {
  static __device__ __forceinline__ uint32_t pair(float low, float high) {
#ifdef __CUDA_ARCH__
    uint32_t codes;
    asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(codes) : "f"(high), "f"(low));
    return codes;
#else
    return number_to_float16(high) << 16 | number_to_float16(low);
#endif
  }
};

struct PairOfBF16 {
  static __device__ __forceinline__ uint32_t pair(float low, float high) {
#ifdef __CUDA_ARCH__
    uint32_t codes;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(codes) : "f"(high), "f"(low));
    return codes;
#else
    return number_to_bfloat16(high) << 16 | number_to_bfloat16(low);
#endif
  }
};

struct PairOfF8E4M3 {
  static __device__ __forceinline__ uint32_t pair(float low, float high) {
#ifdef __CUDA_ARCH__
    uint16_t codes;
    asm("cvt.rn.satfinite.e4m3x2.f32 %0, %1, %2;" : "=h"(codes) : "f"(high), "f"(low));
    return codes;
#else
    return number_to_float8_e4m3(clamped(high, -448.0f, 448.0f)) << 8 |
           number_to_float8_e4m3(clamped(low, -448.0f, 448.0f));
#endif
  }
};

struct PairOfF8E5M2 {
  static __device__ __forceinline__ uint32_t pair(float low, float high) {
#ifdef __CUDA_ARCH__
    uint16_t codes;
    asm("cvt.rn.satfinite.e5m2x2.f32 %0, %1, %2;" : "=h"(codes) : "f"(high), "f"(low));
    return codes;
#else
    return number_to_float8_e5m2(clamped(high, -57344.0f, 57344.0f)) << 8 |
           number_to_float8_e5m2(clamped(low, -57344.0f, 57344.0f));
#endif
  }
};

typedef Packed<PairOfF16, uint16_t> PackedF16;
typedef Packed<PairOfBF16, uint16_t> PackedBF16;
typedef Packed<PairOfF8E4M3, uint8_t> PackedF8E4M3;
typedef Packed<PairOfF8E5M2, uint8_t> PackedF8E5M2;
