// Orthogonal and unitary matrices by the QR factorization of a library, and how formed ones are stored;
// pairs with io.tensorinit.plan.OrthogonalFill. Stewart's method is in stewart.cu.
//
//   QR        normals; geqrf of a library, signs, orgqr of a library; then store
//
// Source: F. Mezzadri (2007), How to generate random matrices from the classical compact groups,
// Notices of the AMS 54.
#include <stdint.h>
#include "arithmetic.cuh"
#include "box.cuh"
#include "matrices.cuh"
#include "store.cuh"

#define THREADS 256
#define SIDE 32  // of a square of elements whose rows and columns change places

// ---- arithmetic of elements

template <class T>
__device__ __forceinline__ Real<T> product(Real<T> x, Real<T> y) {
  return {product(x.re, y.re)};
}

template <class T>
__device__ __forceinline__ Complex<T> product(Complex<T> x, Complex<T> y) {
  return {fused(x.re, y.re, product(-x.im, y.im)), fused(x.re, y.im, product(x.im, y.re))};
}

template <class T>
__device__ __forceinline__ Real<T> product(Real<T> x, T by) {
  return {product(x.re, by)};
}

template <class T>
__device__ __forceinline__ Complex<T> product(Complex<T> x, T by) {
  return {product(x.re, by), product(x.im, by)};
}

__device__ __forceinline__ float quotient(float x, float y) { return __fdiv_rn(x, y); }
__device__ __forceinline__ double quotient(double x, double y) { return __ddiv_rn(x, y); }

template <class T>
__device__ __forceinline__ Real<T> quotient(Real<T> x, T by) {
  return {quotient(x.re, by)};
}

template <class T>
__device__ __forceinline__ Complex<T> quotient(Complex<T> x, T by) {
  return {quotient(x.re, by), quotient(x.im, by)};
}

__device__ __forceinline__ float root(float x) { return __fsqrt_rn(x); }
__device__ __forceinline__ double root(double x) { return __dsqrt_rn(x); }

template <class T>
__device__ __forceinline__ T size_of(Real<T> x) {
  return x.re < (T)0 ? -x.re : x.re;
}

template <class T>
__device__ __forceinline__ T size_of(Complex<T> x) {
  return root(fused(x.re, x.re, product(x.im, x.im)));
}

// ---- kernels; the matrices are column-major as LAPACK has them, one after the other without gaps:
// element (r, c) of matrix b is at (b n + c) m + r

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

// sign = R_kk / |R_kk| gain, R being what geqrf left on and above the diagonal. R_kk = 0, which the
// law does not meet since no normal is 0, counts as positive.
template <class N>
__device__ __forceinline__ void signs(const N* r, const Stack& stack, N* sign,
                                      typename N::Part gain) {
  for (uint64_t column = blockIdx.x * (uint64_t)blockDim.x + threadIdx.x;
       column < stack.n * stack.matrices; column += (uint64_t)gridDim.x * blockDim.x) {
    uint64_t k = column - quotient(column, stack.n) * stack.n;
    N diagonal = r[column * stack.m + k];
    typename N::Part size = size_of(diagonal);
    N phase = size == (typename N::Part)0 ? N::one() : quotient(diagonal, size);
    sign[column] = product(phase, gain);
  }
}

// The box's element is the one at this place of the stack, its column, of m places, times its sign;
// sign is null where that was done before.
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

// The same for a box along whose last axis but one neighbouring elements have neighbouring places, and
// along the last one neighbouring cells: by squares that go through shared memory, so that a warp reads
// along the one axis and writes along the other. The column more keeps a row and a column of the square
// in different banks.
template <class N, class Store>
__device__ __forceinline__ void store_turned(const N* q, uint64_t m, const N* sign,
                                             typename Store::Cell* out, const Box& box) {
  constexpr int READ = MAX_RANK - 2;
  constexpr int WRITTEN = MAX_RANK - 1;
  constexpr uint32_t APART = THREADS / SIDE;
  constexpr uint32_t EACH = SIDE / APART;
  __shared__ N square[SIDE][SIDE + 1];
  Box others = box;  // the axes before those two
#pragma unroll
  for (int axis = MAX_RANK - 1; axis >= 0; axis--) {
    bool isThere = axis >= 2;
    others.size[axis] = isThere ? box.size[axis - 2] : 1;
    others.whole[axis] = isThere ? box.whole[axis - 2] : 0;
    others.cell[axis] = isThere ? box.cell[axis - 2] : 0;
  }
  uint64_t down = (box.size[READ] + SIDE - 1) / SIDE;
  uint64_t across = (box.size[WRITTEN] + SIDE - 1) / SIDE;
  uint64_t squares = quotient(box.count, box.size[READ] * box.size[WRITTEN]) * down * across;
  uint32_t lane = threadIdx.x % SIDE;
  uint32_t warp = threadIdx.x / SIDE;
  for (uint64_t work = blockIdx.x; work < squares; work += gridDim.x) {
    uint64_t strip = quotient(work, down);
    uint64_t r = (work - strip * down) * SIDE;  // the square's first row and column
    uint64_t other = quotient(strip, across);
    uint64_t c = (strip - other * across) * SIDE;
    uint64_t rows = box.size[READ] - r;
    uint64_t columns = box.size[WRITTEN] - c;
    Place at = place(others, other);
    at.element += r * box.whole[READ] + c * box.whole[WRITTEN];
    at.cell += (int64_t)r * box.cell[READ] + (int64_t)c * box.cell[WRITTEN];
    N held[EACH];
#pragma unroll
    for (uint32_t j = 0; j < EACH; j++) {
      uint32_t column = warp + j * APART;
      uint64_t element = at.element + lane * box.whole[READ] + column * box.whole[WRITTEN];
      held[j] = N::zero();
      if ((lane < rows) & (column < columns)) {
        held[j] = q[element];
        if (sign) held[j] = product(held[j], sign[quotient(element, m)]);
      }
    }
    __syncthreads();
#pragma unroll
    for (uint32_t j = 0; j < EACH; j++) square[warp + j * APART][lane] = held[j];
    __syncthreads();
#pragma unroll
    for (uint32_t j = 0; j < EACH; j++) {
      uint32_t row = warp + j * APART;
      if ((row < rows) & (lane < columns)) {
        N value = square[lane][row];
        int64_t cell = at.cell + row * box.cell[READ] + lane * box.cell[WRITTEN];
#pragma unroll
        for (int p = 0; p < N::PARTS; p++) out[cell * N::PARTS + p] = Store::cell(value.part(p));
      }
    }
  }
}

#define MATRIX_KERNELS(type, N)                                                                  \
  extern "C" __global__ void orthogonal_normals_##type(N* g, Stack stack,                        \
                                                       Normals<N::Part> all, uint64_t first) {   \
    normals(g, stack, all, first);                                                               \
  }                                                                                              \
  extern "C" __global__ void orthogonal_signs_##type(const N* r, Stack stack, N* sign,           \
                                                     N::Part gain) {                             \
    signs(r, stack, sign, gain);                                                                 \
  }

MATRIX_KERNELS(f32, Real<float>)
MATRIX_KERNELS(f64, Real<double>)
MATRIX_KERNELS(c64, Complex<float>)
MATRIX_KERNELS(c128, Complex<double>)

#define MATRIX_STORE(dtype, N, Store)                                                            \
  extern "C" __global__ void orthogonal_store_##dtype(const N* q, uint64_t m, const N* sign,     \
                                                      Store::Cell* out, Box box) {               \
    store<N, Store>(q, m, sign, out, box);                                                       \
  }                                                                                              \
  extern "C" __global__ void __launch_bounds__(THREADS) orthogonal_store_turned_##dtype(         \
      const N* q, uint64_t m, const N* sign, Store::Cell* out, Box box) {                        \
    store_turned<N, Store>(q, m, sign, out, box);                                                \
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
