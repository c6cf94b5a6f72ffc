// cuSOLVER's geqrf and orgqr (ungqr), column by column as LAPACK's unblocked ones go, in the next
// wider type.
#include "library.h"

#include <cmath>
#include <complex>
#include <cstring>
#include <vector>

using namespace softgpu;

namespace {

enum Status { SUCCESS, NOT_INITIALIZED = 1, INVALID_VALUE = 3, EXECUTION_FAILED = 6 };

constexpr int WORKSPACE_PER_COLUMN = 32;

struct Handle {
  void* stream = nullptr;
};

Opened<Handle> handles;

template <class T>
struct Wider;
template <>
struct Wider<float> {
  typedef double Type;
};
template <>
struct Wider<double> {
  typedef long double Type;
};
template <class T>
struct Wider<std::complex<T>> {
  typedef std::complex<typename Wider<T>::Type> Type;
};

template <class W>
W conjugate(W x) {
  return x;
}
template <class R>
std::complex<R> conjugate(std::complex<R> x) {
  return std::conj(x);
}

// A matrix in the wider type, column-major, m rows.
template <class W>
struct Matrix {
  size_t m, n;
  std::vector<W> cells;
  W& at(size_t row, size_t column) { return cells[column * m + row]; }
};

template <class W, class T>
Matrix<W> read(const T* a, size_t m, size_t n, size_t leading) {
  Matrix<W> matrix = {m, n, std::vector<W>(m * n)};
  for (size_t c = 0; c < n; c++) {
    for (size_t r = 0; r < m; r++) matrix.at(r, c) = (W)a[c * leading + r];
  }
  return matrix;
}

template <class W, class T>
void write(Matrix<W>& matrix, T* a, size_t leading) {
  for (size_t c = 0; c < matrix.n; c++) {
    for (size_t r = 0; r < matrix.m; r++) a[c * leading + r] = (T)matrix.at(r, c);
  }
}

// Column c, rows k and below, becomes (1 - tau v v^H) of itself; v is column k, its first element 1.
template <class W>
void reflect(Matrix<W>& a, size_t k, W tau, size_t c) {
  W dot = a.at(k, c);
  for (size_t r = k + 1; r < a.m; r++) dot += conjugate(a.at(r, k)) * a.at(r, c);
  dot *= tau;
  a.at(k, c) -= dot;
  for (size_t r = k + 1; r < a.m; r++) a.at(r, c) -= a.at(r, k) * dot;
}

// LAPACK's larfg: beta real, its sign opposite to the pivot's real part; tau 0 where nothing is left
// to be done. geqrf applies H^H, hence conj(tau).
template <class W>
void factorize(Matrix<W>& a, std::vector<W>& tau) {
  for (size_t k = 0; k < a.n; k++) {
    W pivot = a.at(k, k);
    auto below = std::norm(W(0));
    for (size_t r = k + 1; r < a.m; r++) below += std::norm(a.at(r, k));
    if (below == 0 && std::imag(pivot) == 0) {
      tau[k] = W(0);
      continue;
    }
    auto size = std::sqrt(std::norm(pivot) + below);
    auto beta = std::real(pivot) < 0 ? size : -size;
    tau[k] = (W(beta) - pivot) / W(beta);
    for (size_t r = k + 1; r < a.m; r++) a.at(r, k) /= pivot - W(beta);
    for (size_t c = k + 1; c < a.n; c++) reflect(a, k, conjugate(tau[k]), c);
    a.at(k, k) = W(beta);
  }
}

// The first n columns of H_1 .. H_k, in place of the reflectors.
template <class W>
void form(Matrix<W>& a, const std::vector<W>& tau) {
  for (size_t c = tau.size(); c < a.n; c++) {
    for (size_t r = 0; r < a.m; r++) a.at(r, c) = W(r == c ? 1 : 0);
  }
  for (size_t k = tau.size(); k-- > 0;) {
    for (size_t c = k + 1; c < a.n; c++) reflect(a, k, tau[k], c);
    for (size_t r = k + 1; r < a.m; r++) a.at(r, k) *= -tau[k];
    a.at(k, k) = W(1) - tau[k];
    for (size_t r = 0; r < k; r++) a.at(r, k) = W(0);
  }
}

int with(const char* name, Handle* handle, const std::function<int()>& work) {
  return library_call(name, NOT_INITIALIZED, [&] {
    return handles.has(handle) ? work() : (int)NOT_INITIALIZED;
  });
}

bool is_matrix(int m, int n, int leading) { return m >= 0 && n >= 0 && leading >= 1 && leading >= m; }

int workspace_for(const char* name, Handle* handle, int m, int n, int leading, int* elements) {
  return with(name, handle, [=] {
    if (!is_matrix(m, n, leading)) return INVALID_VALUE;
    *elements = n * WORKSPACE_PER_COLUMN;
    return SUCCESS;
  });
}

// Checks and does one of the two: `work` on the matrix and `taus` factors.
template <class T, class Work>
int solve(const char* name, Handle* handle, int m, int n, int taus, T* a, int leading, T* tau,
          T* workspace, int elements, int* status, Work work) {
  typedef typename Wider<T>::Type W;
  return with(name, handle, [=] {
    if (!is_matrix(m, n, leading) || elements < n * WORKSPACE_PER_COLUMN) return INVALID_VALUE;
    if (m == 0 || n == 0) return SUCCESS;
    if (!library_holds(a, ((size_t)leading * (n - 1) + m) * sizeof(T), alignof(T)) ||
        !library_holds(tau, (size_t)taus * sizeof(T), alignof(T)) ||
        !library_holds(workspace, (size_t)elements * sizeof(T), alignof(T)) ||
        !library_holds(status, sizeof(int), alignof(int))) {
      return EXECUTION_FAILED;
    }
    bool submitted = library_submit(handle->stream, [=] {
      memset((void*)workspace, 0xEE, (size_t)elements * sizeof(T));
      Matrix<W> matrix = read<W>(a, (size_t)m, (size_t)n, (size_t)leading);
      std::vector<W> factors(tau, tau + taus);
      work(matrix, factors);
      write(matrix, a, (size_t)leading);
      for (int k = 0; k < taus; k++) tau[k] = (T)factors[(size_t)k];
      *status = 0;
    });
    return submitted ? SUCCESS : EXECUTION_FAILED;
  });
}

}  // namespace

ENTRY cusolverGetProperty(int part, int* value) { return version_part(part, 11, 4, 1, value); }

ENTRY cusolverDnCreate(Handle** handle) {
  return library_call("cusolverDnCreate", NOT_INITIALIZED, [=] {
    *handle = handles.open();
    return SUCCESS;
  });
}

ENTRY cusolverDnDestroy(Handle* handle) {
  return with("cusolverDnDestroy", handle, [=] {
    handles.close(handle);
    return SUCCESS;
  });
}

ENTRY cusolverDnSetStream(Handle* handle, void* stream) {
  return with("cusolverDnSetStream", handle, [=] {
    handle->stream = stream;
    return SUCCESS;
  });
}

#define SOLVER(geqrf, orgqr, T)                                                                   \
  ENTRY geqrf##_bufferSize(Handle* handle, int m, int n, T*, int leading, int* elements) {        \
    return workspace_for(#geqrf "_bufferSize", handle, m, n, leading, elements);                  \
  }                                                                                               \
  ENTRY geqrf(Handle* handle, int m, int n, T* a, int leading, T* tau, T* workspace,              \
              int elements, int* status) {                                                        \
    return solve(#geqrf, handle, m, n, n < m ? n : m, a, leading, tau, workspace, elements,       \
                 status, [](auto& matrix, auto& factors) { factorize(matrix, factors); });        \
  }                                                                                               \
  ENTRY orgqr##_bufferSize(Handle* handle, int m, int n, int k, const T*, int leading, const T*,  \
                           int* elements) {                                                       \
    if (n > m || k > n || k < 0) return INVALID_VALUE;                                            \
    return workspace_for(#orgqr "_bufferSize", handle, m, n, leading, elements);                  \
  }                                                                                               \
  ENTRY orgqr(Handle* handle, int m, int n, int k, T* a, int leading, T* tau, T* workspace,       \
              int elements, int* status) {                                                        \
    if (n > m || k > n || k < 0) return INVALID_VALUE;                                            \
    return solve(#orgqr, handle, m, n, k, a, leading, tau, workspace, elements, status,           \
                 [](auto& matrix, auto& factors) { form(matrix, factors); });                     \
  }

SOLVER(cusolverDnSgeqrf, cusolverDnSorgqr, float)
SOLVER(cusolverDnDgeqrf, cusolverDnDorgqr, double)
SOLVER(cusolverDnCgeqrf, cusolverDnCungqr, std::complex<float>)
SOLVER(cusolverDnZgeqrf, cusolverDnZungqr, std::complex<double>)
