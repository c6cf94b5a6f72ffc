// Orthogonal and unitary matrices by Stewart's method; pairs with io.tensorinit.plan.OrthogonalFill.
// G. W. Stewart (1980), The efficient generation of random orthogonal matrices with an application to
// condition estimators, SIAM Journal on Numerical Analysis 17.
//
// A matrix is m x n, n <= m, column-major with leading dimension m, as LAPACK has it. Steps: normals,
// reflectors (where geqrf would have left them), then orgqr of a library or orthogonal_apply here
// once a column from the last to the first, then orthogonal_store.
#include <stdint.h>
#include "box.cuh"
#include "normal_quantile.cuh"
#include "store.cuh"
#include "unit_interval.cuh"
#include "word.cuh"

#define THREADS 256

// ---- real and complex numbers of one precision, with the few operations used here

template <class T>
struct Real {
  typedef T Part;
  T re;
  static constexpr int PARTS = 1;
  static __device__ __forceinline__ Real zero() { return {(T)0}; }
  static __device__ __forceinline__ Real one() { return {(T)1}; }
  __device__ __forceinline__ Real times(T by) const { return {mul(re, by)}; }
  // this - a b
  __device__ __forceinline__ Real minus(const Real& a, const Real& b) const {
    return {fused(-a.re, b.re, re)};
  }
  // this + conj(a) b
  __device__ __forceinline__ Real plus_conjugate(const Real& a, const Real& b) const {
    return {fused(a.re, b.re, re)};
  }
  __device__ __forceinline__ Real plus(const Real& a) const { return {add(re, a.re)}; }
  __device__ __forceinline__ T square() const { return mul(re, re); }
  __device__ __forceinline__ Real over(const Real& by) const { return {div(re, by.re)}; }
  __device__ __forceinline__ T part(int) const { return re; }

  static __device__ __forceinline__ T mul(T a, T b);
  static __device__ __forceinline__ T add(T a, T b);
  static __device__ __forceinline__ T div(T a, T b);
  static __device__ __forceinline__ T root(T a);
  static __device__ __forceinline__ T fused(T a, T b, T c);
};

template <>
__device__ __forceinline__ float Real<float>::mul(float a, float b) { return __fmul_rn(a, b); }
template <>
__device__ __forceinline__ float Real<float>::add(float a, float b) { return __fadd_rn(a, b); }
template <>
__device__ __forceinline__ float Real<float>::div(float a, float b) { return __fdiv_rn(a, b); }
template <>
__device__ __forceinline__ float Real<float>::root(float a) { return __fsqrt_rn(a); }
template <>
__device__ __forceinline__ float Real<float>::fused(float a, float b, float c) {
  return __fmaf_rn(a, b, c);
}
template <>
__device__ __forceinline__ double Real<double>::mul(double a, double b) { return __dmul_rn(a, b); }
template <>
__device__ __forceinline__ double Real<double>::add(double a, double b) { return __dadd_rn(a, b); }
template <>
__device__ __forceinline__ double Real<double>::div(double a, double b) { return __ddiv_rn(a, b); }
template <>
__device__ __forceinline__ double Real<double>::root(double a) { return __dsqrt_rn(a); }
template <>
__device__ __forceinline__ double Real<double>::fused(double a, double b, double c) {
  return __fma_rn(a, b, c);
}

template <class T>
struct Complex {
  typedef T Part;
  typedef Real<T> R;
  T re, im;
  static constexpr int PARTS = 2;
  static __device__ __forceinline__ Complex zero() { return {(T)0, (T)0}; }
  static __device__ __forceinline__ Complex one() { return {(T)1, (T)0}; }
  __device__ __forceinline__ Complex times(T by) const { return {R::mul(re, by), R::mul(im, by)}; }
  __device__ __forceinline__ Complex times(const Complex& by) const {
    return {R::fused(re, by.re, R::mul(-im, by.im)), R::fused(re, by.im, R::mul(im, by.re))};
  }
  __device__ __forceinline__ Complex minus(const Complex& a, const Complex& b) const {
    return {R::fused(-a.re, b.re, R::fused(a.im, b.im, re)),
            R::fused(-a.re, b.im, R::fused(-a.im, b.re, im))};
  }
  __device__ __forceinline__ Complex plus_conjugate(const Complex& a, const Complex& b) const {
    return {R::fused(a.re, b.re, R::fused(a.im, b.im, re)),
            R::fused(a.re, b.im, R::fused(-a.im, b.re, im))};
  }
  __device__ __forceinline__ Complex plus(const Complex& a) const {
    return {R::add(re, a.re), R::add(im, a.im)};
  }
  __device__ __forceinline__ T square() const { return R::fused(re, re, R::mul(im, im)); }
  __device__ __forceinline__ Complex over(const Complex& by) const {
    T scale = by.square();
    return {R::div(R::fused(re, by.re, R::mul(im, by.im)), scale),
            R::div(R::fused(im, by.re, R::mul(-re, by.im)), scale)};
  }
  __device__ __forceinline__ T part(int p) const { return p == 0 ? re : im; }
};

// ---- the normals of element e of the flattened matrices

struct MatrixKeys {
  uint64_t key;
  uint64_t low;
};

__device__ __forceinline__ float standard_normal(const MatrixKeys& keys, uint64_t position, float) {
  return normal_quantile(word_at(keys.key, position));
}

__device__ __forceinline__ double standard_normal(const MatrixKeys& keys, uint64_t position,
                                                  double) {
  return normal_quantile(digits(word_at(keys.key, position), word_at(keys.low, position)));
}

template <class T>
__device__ __forceinline__ Real<T> normal_at(const MatrixKeys& keys, uint64_t e, Real<T>) {
  return {standard_normal(keys, e, T())};
}

template <class T>
__device__ __forceinline__ Complex<T> normal_at(const MatrixKeys& keys, uint64_t e, Complex<T>) {
  return {standard_normal(keys, 2 * e, T()), standard_normal(keys, 2 * e + 1, T())};
}

// ---- a sum over the block, in one fixed order; every thread gets it

template <class N>
__device__ __forceinline__ N block_sum(N mine, N* shared) {
  shared[threadIdx.x] = mine;
  __syncthreads();
  for (uint32_t half = THREADS / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) shared[threadIdx.x] = shared[threadIdx.x].plus(shared[threadIdx.x + half]);
    __syncthreads();
  }
  N sum = shared[0];
  __syncthreads();
  return sum;
}

// G, column-major: element (r, c) is the normal of element first + r n + c.
template <class N>
__device__ __forceinline__ void normals(N* g, uint64_t m, uint64_t n, const MatrixKeys& keys,
                                        uint64_t first) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < m * n;
       i += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t r = i / n;
    uint64_t c = i - r * n;
    g[c * m + r] = normal_at(keys, first + i, N());
  }
}

// Column k of G becomes v below the diagonal, 1 on it; tau[k] = 1 + |x_1|/|x|; sign[k] = -s gain.
template <class N>
__device__ __forceinline__ void reflectors(N* g, uint64_t m, uint64_t n, N* tau, N* sign,
                                           typename N::Part gain) {
  typedef typename N::Part T;
  typedef Real<T> R;
  __shared__ R sums[THREADS];
  for (uint64_t k = blockIdx.x; k < n; k += gridDim.x) {
    N* x = g + k * m;
    N x1 = x[k];  // before the barriers of the sum: one thread writes it after them
    R squares = R::zero();
    for (uint64_t r = k + threadIdx.x; r < m; r += THREADS) {
      squares.re = R::add(squares.re, x[r].square());
    }
    T norm = R::root(block_sum(squares, sums).re);
    T size = R::root(x1.square());
    N s = N::zero();
    if (N::PARTS == 1) {
      s = N::one().times(x1.part(0) < (T)0 ? (T)-1 : (T)1);
    } else {
      s = x1.times(R::div((T)1, size));
    }
    N pivot = x1.plus(s.times(norm));
    for (uint64_t r = k + 1 + threadIdx.x; r < m; r += THREADS) x[r] = x[r].over(pivot);
    if (threadIdx.x == 0) {
      x[k] = N::one();
      tau[k] = N::one().times(k == m - 1 ? (T)2 : R::add((T)1, R::div(size, norm)));
      sign[k] = s.times(-gain);
    }
    __syncthreads();
  }
}

// Q starts as the identity's first n columns.
template <class N>
__device__ __forceinline__ void identity(N* q, uint64_t m, uint64_t n) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < m * n;
       i += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t c = i / m;
    q[i] = i - c * m == c ? N::one() : N::zero();
  }
}

// Q[k.., k..] -= tau v (v^H Q[k.., k..]): a block a column.
template <class N>
__device__ __forceinline__ void apply(const N* g, uint64_t m, uint64_t n, uint64_t k, const N* tau,
                                      N* q) {
  __shared__ N sums[THREADS];
  const N* v = g + k * m;
  for (uint64_t c = k + blockIdx.x; c < n; c += gridDim.x) {
    N* column = q + c * m;
    N dot = N::zero();
    for (uint64_t r = k + threadIdx.x; r < m; r += THREADS) {
      dot = dot.plus_conjugate(v[r], column[r]);
    }
    N factor = block_sum(dot, sums).times(tau[k].part(0));
    for (uint64_t r = k + threadIdx.x; r < m; r += THREADS) column[r] = column[r].minus(v[r], factor);
    __syncthreads();
  }
}

__device__ __forceinline__ Real<float> product(Real<float> a, Real<float> b) { return a.times(b.re); }
__device__ __forceinline__ Real<double> product(Real<double> a, Real<double> b) {
  return a.times(b.re);
}
__device__ __forceinline__ Complex<float> product(Complex<float> a, Complex<float> b) {
  return a.times(b);
}
__device__ __forceinline__ Complex<double> product(Complex<double> a, Complex<double> b) {
  return a.times(b);
}

// Element (r, c) of Q, its column times sign[c], is the box's element: place.element counts
// r n + c (wide: c n + r of the transpose, by the box's strides).
template <class N, class Store>
__device__ __forceinline__ void store(const N* q, uint64_t m, uint64_t n, const N* sign,
                                      typename Store::Cell* out, const Box& box) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < box.count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    Place at = place(box, i);
    uint64_t r = at.element / n;
    uint64_t c = at.element - r * n;
    N value = product(q[c * m + r], sign[c]);
#pragma unroll
    for (int p = 0; p < N::PARTS; p++) {
      out[at.cell * N::PARTS + p] = Store::cell(value.part(p));
    }
  }
}

#define MATRIX_KERNELS(type, N)                                                                  \
  extern "C" __global__ void orthogonal_normals_##type(N* g, uint64_t m, uint64_t n,             \
                                                       MatrixKeys keys, uint64_t first) {        \
    normals(g, m, n, keys, first);                                                               \
  }                                                                                              \
  extern "C" __global__ void orthogonal_reflectors_##type(N* g, uint64_t m, uint64_t n, N* tau,  \
                                                          N* sign, N::Part gain) {               \
    reflectors(g, m, n, tau, sign, gain);                                                        \
  }                                                                                              \
  extern "C" __global__ void orthogonal_identity_##type(N* q, uint64_t m, uint64_t n) {          \
    identity(q, m, n);                                                                           \
  }                                                                                              \
  extern "C" __global__ void orthogonal_apply_##type(const N* g, uint64_t m, uint64_t n,         \
                                                     uint64_t k, const N* tau, N* q) {           \
    apply(g, m, n, k, tau, q);                                                                   \
  }

MATRIX_KERNELS(f32, Real<float>)
MATRIX_KERNELS(f64, Real<double>)
MATRIX_KERNELS(c64, Complex<float>)
MATRIX_KERNELS(c128, Complex<double>)

#define MATRIX_STORE(dtype, N, Store)                                                            \
  extern "C" __global__ void orthogonal_store_##dtype(const N* q, uint64_t m, uint64_t n,        \
                                                      const N* sign, Store::Cell* out, Box box) { \
    store<N, Store>(q, m, n, sign, out, box);                                                    \
  }

MATRIX_STORE(f32, Real<float>, StoreF32)
MATRIX_STORE(f16, Real<float>, StoreF16)
MATRIX_STORE(bf16, Real<float>, StoreBF16)
MATRIX_STORE(f8_e4m3, Real<float>, StoreF8E4M3)
MATRIX_STORE(f8_e5m2, Real<float>, StoreF8E5M2)
MATRIX_STORE(f64, Real<double>, StoreF64)
MATRIX_STORE(c32, Complex<float>, StoreF16)
MATRIX_STORE(c64, Complex<float>, StoreF32)
MATRIX_STORE(c128, Complex<double>, StoreF64)
