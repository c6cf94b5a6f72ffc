// Real and complex numbers of one precision, and the matrices of normals that orthogonal ones are made
// from; pairs with io.tensorinit.plan.OrthogonalFill.
//
// Source: F. Mezzadri (2007), How to generate random matrices from the classical compact groups,
// Notices of the AMS 54.
#pragma once
#include <stdint.h>
#include "quantile.cuh"
#include "unit_interval.cuh"
#include "word.cuh"

template <class T>
struct Real {
  typedef T Part;
  T re;
  static constexpr int PARTS = 1;
  static __device__ __forceinline__ Real zero() { return {(T)0}; }
  static __device__ __forceinline__ Real one() { return {(T)1}; }
  __device__ __forceinline__ T part(int) const { return re; }
};

template <class T>
struct Complex {
  typedef T Part;
  T re, im;
  static constexpr int PARTS = 2;
  static __device__ __forceinline__ Complex zero() { return {(T)0, (T)0}; }
  static __device__ __forceinline__ Complex one() { return {(T)1, (T)0}; }
  __device__ __forceinline__ T part(int p) const { return p == 0 ? re : im; }
};

// Matrices of m rows and n <= m columns, one after the other: element (r, c) of G of matrix b is the
// normal of element b m n + r n + c.
struct Stack {
  uint64_t m;
  uint64_t n;
  uint64_t matrices;
};

// The normals of element e of the flattened matrices, with the table of the standard normal.
template <class T>
struct Normals {
  const T* table;
  uint64_t key;
  uint64_t low;

  __device__ __forceinline__ float at(uint64_t position, float) const {
    return odd_quantile(table, word_at(key, position));
  }
  __device__ __forceinline__ double at(uint64_t position, double) const {
    return odd_quantile(table, digits(word_at(key, position), word_at(low, position)));
  }
};

template <class T>
__device__ __forceinline__ Real<T> normal_at(const Normals<T>& normals, uint64_t e, Real<T>) {
  return {normals.at(e, T())};
}

template <class T>
__device__ __forceinline__ Complex<T> normal_at(const Normals<T>& normals, uint64_t e,
                                                Complex<T>) {
  return {normals.at(2 * e, T()), normals.at(2 * e + 1, T())};
}
