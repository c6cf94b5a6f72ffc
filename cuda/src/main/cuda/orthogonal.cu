// Orthogonal and unitary matrices; pairs with io.tensorinit.plan.OrthogonalFill.
//
//   Stewart   normals, reflectors (where geqrf would have left them); then orgqr of a library or
//             multiply, then store
//   QR        normals; geqrf of a library, signs, orgqr of a library; then store
//
// Sources: G. W. Stewart (1980), The efficient generation of random orthogonal matrices with an
// application to condition estimators, SIAM Journal on Numerical Analysis 17; F. Mezzadri (2007),
// How to generate random matrices from the classical compact groups, Notices of the AMS 54.
#include <stdint.h>
#include "box.cuh"
#include "quantile.cuh"
#include "store.cuh"
#include "unit_interval.cuh"
#include "word.cuh"

#define THREADS 256
#define SUMS 16

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
  __device__ __forceinline__ Real over(T by) const { return {div(re, by)}; }
  __device__ __forceinline__ T size() const { return re < (T)0 ? -re : re; }
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
  __device__ __forceinline__ Complex over(T by) const { return {R::div(re, by), R::div(im, by)}; }
  __device__ __forceinline__ T size() const { return R::root(square()); }
  __device__ __forceinline__ T part(int p) const { return p == 0 ? re : im; }
};

// ---- the normals of element e of the flattened matrices

// With the table of the standard normal.
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

// ---- a sum over the block, in one fixed order; every thread gets it

// What block_sum works in: the threads' numbers, sums of those, and the sum of all. Each is written
// again two barriers after it was read last, so that no barrier need follow the reading.
template <class N>
struct Sums {
  N mine[THREADS];
  N of[SUMS];
  N all;
};

// The sum of COUNT numbers, STEP apart: the upper half added to the lower one, as long as there are
// two halves. What is added last are the sums of those at even and at odd places.
template <int COUNT, int STEP, class N>
__device__ __forceinline__ N tree_sum(const N* numbers) {
  if constexpr (COUNT == 1) {
    return *numbers;
  } else {
    N even = tree_sum<COUNT / 2, 2 * STEP>(numbers);
    return even.plus(tree_sum<COUNT / 2, 2 * STEP>(numbers + STEP));
  }
}

template <class N>
__device__ __forceinline__ N block_sum(N mine, Sums<N>& sums) {
  sums.mine[threadIdx.x] = mine;
  __syncthreads();
  if (threadIdx.x < SUMS) {
    sums.of[threadIdx.x] = tree_sum<THREADS / SUMS, SUMS>(sums.mine + threadIdx.x);
  }
  __syncthreads();
  if (threadIdx.x == 0) sums.all = tree_sum<SUMS, 1>(sums.of);
  __syncthreads();
  return sums.all;
}

// Matrices of m rows and n <= m columns, column-major as LAPACK has them, one after the other
// without gaps: element (r, c) of matrix b is at (b n + c) m + r.
struct Stack {
  uint64_t m;
  uint64_t n;
  uint64_t matrices;
};

// G: element (r, c) of matrix b is the normal of element first + b m n + r n + c.
template <class N>
__device__ __forceinline__ void normals(N* g, const Stack& stack,
                                        const Normals<typename N::Part>& normals, uint64_t first) {
  uint64_t count = stack.m * stack.n * stack.matrices;
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t column = quotient(i, stack.m);
    uint64_t r = i - column * stack.m;
    uint64_t b = quotient(column, stack.n);
    uint64_t c = column - b * stack.n;
    g[i] = normal_at(normals, first + (b * stack.m + r) * stack.n + c, N());
  }
}

// Column k of each G becomes v below the diagonal, 1 on it; tau = 1 + |x_1|/|x|; sign = -s gain. A
// block takes a column.
template <class N>
__device__ __forceinline__ void reflectors(N* g, const Stack& stack, N* tau, N* sign,
                                           typename N::Part gain) {
  typedef typename N::Part T;
  typedef Real<T> R;
  __shared__ Sums<R> sums;
  for (uint64_t column = blockIdx.x; column < stack.n * stack.matrices; column += gridDim.x) {
    uint64_t k = column - quotient(column, stack.n) * stack.n;
    N* x = g + column * stack.m;
    N x1 = x[k];  // before the barriers of the sum: one thread writes it after them
    R squares = R::zero();
    for (uint64_t r = k + threadIdx.x; r < stack.m; r += THREADS) {
      squares.re = R::add(squares.re, x[r].square());
    }
    T norm = R::root(block_sum(squares, sums).re);
    T size = x1.size();
    N s = x1.over(size);
    N pivot = x1.plus(s.times(norm));
    for (uint64_t r = k + 1 + threadIdx.x; r < stack.m; r += THREADS) x[r] = x[r].over(pivot);
    if (threadIdx.x == 0) {
      x[k] = N::one();
      tau[column] = N::one().times(k == stack.m - 1 ? (T)2 : R::add((T)1, R::div(size, norm)));
      sign[column] = s.times(-gain);
    }
    __syncthreads();
  }
}

// sign = R_kk / |R_kk| gain, R being what geqrf left on and above the diagonal. R_kk = 0, which the
// law does not meet since no normal is 0, counts as positive.
template <class N>
__device__ __forceinline__ void signs(const N* r, const Stack& stack, N* sign,
                                      typename N::Part gain) {
  for (uint64_t column = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x;
       column < stack.n * stack.matrices; column += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t k = column - quotient(column, stack.n) * stack.n;
    N diagonal = r[column * stack.m + k];
    typename N::Part size = diagonal.size();
    N phase = size == (typename N::Part)0 ? N::one() : diagonal.over(size);
    sign[column] = phase.times(gain);
  }
}

// Neighbouring columns of Q that a block forms together, so that each v is read once for all.
#define COLUMNS 4

template <class N>
struct Dots {
  N of[COLUMNS];
  __device__ __forceinline__ Dots plus(const Dots& a) const {
    Dots sum;
#pragma unroll
    for (int j = 0; j < COLUMNS; j++) sum.of[j] = of[j].plus(a.of[j]);
    return sum;
  }
};

// Q = the first n columns of H_1 H_2 ... H_n: column c is H_1 ... H_(c+1) e_c, each H being
// I - tau v v^H. A thread keeps to the rows of its own number modulo THREADS.
template <class N>
__device__ __forceinline__ void multiply(const N* reflectors, const Stack& stack, const N* tau,
                                         N* q) {
  __shared__ Sums<Dots<N>> sums;
  uint64_t m = stack.m;
  uint64_t groups = (stack.n + COLUMNS - 1) / COLUMNS;
  for (uint64_t work = blockIdx.x; work < groups * stack.matrices; work += gridDim.x) {
    uint64_t b = quotient(work, groups);
    uint64_t first = (work - b * groups) * COLUMNS;
    uint64_t width = stack.n - first < COLUMNS ? stack.n - first : COLUMNS;
    N* columns = q + (b * stack.n + first) * m;
#pragma unroll 1
    for (uint64_t r = threadIdx.x; r < m; r += THREADS) {
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) {
        if (j < width) columns[j * m + r] = r == first + j ? N::one() : N::zero();
      }
    }
    for (uint64_t k = first + width; k-- > 0;) {
      const N* v = reflectors + (b * stack.n + k) * m;
      uint64_t from = k + ((threadIdx.x - k) & (THREADS - 1));
      Dots<N> dots;
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) dots.of[j] = N::zero();
#pragma unroll 1
      for (uint64_t r = from; r < m; r += THREADS) {
        N element = v[r];
#pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
          if (j < width) dots.of[j] = dots.of[j].plus_conjugate(element, columns[j * m + r]);
        }
      }
      dots = block_sum(dots, sums);
      typename N::Part factor = tau[b * stack.n + k].part(0);
#pragma unroll
      for (int j = 0; j < COLUMNS; j++) dots.of[j] = dots.of[j].times(factor);
#pragma unroll 1
      for (uint64_t r = from; r < m; r += THREADS) {
        N element = v[r];
#pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
          if (j < width) columns[j * m + r] = columns[j * m + r].minus(element, dots.of[j]);
        }
      }
    }
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

// The box's element is the one at this place of the stack, its column times its sign; sign is null
// where that was done before.
template <class N, class Store>
__device__ __forceinline__ void store(const N* q, uint64_t m, const N* sign,
                                      typename Store::Cell* out, const Box& box) {
  for (uint64_t i = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x; i < box.count;
       i += (uint64_t)gridDim.x * blockDim.x) {
    Place at = place(box, i);
    N value = q[at.element];
    if (sign) value = product(value, sign[quotient(at.element, m)]);
#pragma unroll
    for (int p = 0; p < N::PARTS; p++) {
      out[at.cell * N::PARTS + p] = Store::cell(value.part(p));
    }
  }
}

#define MATRIX_KERNELS(type, N)                                                                  \
  extern "C" __global__ void orthogonal_normals_##type(N* g, Stack stack,                        \
                                                       Normals<N::Part> all, uint64_t first) {   \
    normals(g, stack, all, first);                                                               \
  }                                                                                              \
  extern "C" __global__ void orthogonal_reflectors_##type(N* g, Stack stack, N* tau, N* sign,    \
                                                          N::Part gain) {                        \
    reflectors(g, stack, tau, sign, gain);                                                       \
  }                                                                                              \
  extern "C" __global__ void orthogonal_signs_##type(const N* r, Stack stack, N* sign,           \
                                                     N::Part gain) {                             \
    signs(r, stack, sign, gain);                                                                 \
  }                                                                                              \
  extern "C" __global__ void orthogonal_multiply_##type(const N* reflectors, Stack stack,        \
                                                        const N* tau, N* q) {                    \
    multiply(reflectors, stack, tau, q);                                                         \
  }

MATRIX_KERNELS(f32, Real<float>)
MATRIX_KERNELS(f64, Real<double>)
MATRIX_KERNELS(c64, Complex<float>)
MATRIX_KERNELS(c128, Complex<double>)

#define MATRIX_STORE(dtype, N, Store)                                                            \
  extern "C" __global__ void orthogonal_store_##dtype(const N* q, uint64_t m, const N* sign,     \
                                                      Store::Cell* out, Box box) {               \
    store<N, Store>(q, m, sign, out, box);                                                       \
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
