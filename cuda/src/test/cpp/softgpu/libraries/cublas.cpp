// cuBLAS's product with a diagonal matrix.
#include "library.h"

#include <complex>

using namespace softgpu;

namespace {

enum Status { SUCCESS, NOT_INITIALIZED = 1, INVALID_VALUE = 7, EXECUTION_FAILED = 13 };

constexpr int SIDE_LEFT = 0;

struct Handle {
  void* stream = nullptr;
};

Opened<Handle> handles;

int with(const char* name, Handle* handle, const std::function<int()>& work) {
  return library_call(name, NOT_INITIALIZED, [&] {
    return handles.has(handle) ? work() : (int)NOT_INITIALIZED;
  });
}

template <class T>
int dgmm(const char* name, Handle* handle, int side, int m, int n, const T* a, int aLeading,
         const T* x, int step, T* c, int cLeading) {
  return with(name, handle, [=] {
    if (m < 0 || n < 0 || aLeading < m || cLeading < m || aLeading < 1 || cLeading < 1 ||
        step < 1) {
      return INVALID_VALUE;
    }
    if (m == 0 || n == 0) return SUCCESS;
    size_t diagonal = side == SIDE_LEFT ? (size_t)m : (size_t)n;
    if (!library_holds(a, ((size_t)aLeading * (n - 1) + m) * sizeof(T), alignof(T)) ||
        !library_holds(c, ((size_t)cLeading * (n - 1) + m) * sizeof(T), alignof(T)) ||
        !library_holds(x, ((diagonal - 1) * step + 1) * sizeof(T), alignof(T))) {
      return EXECUTION_FAILED;
    }
    bool submitted = library_submit(handle->stream, [=] {
      for (size_t column = 0; column < (size_t)n; column++) {
        for (size_t row = 0; row < (size_t)m; row++) {
          c[column * cLeading + row] =
              a[column * aLeading + row] * x[(side == SIDE_LEFT ? row : column) * step];
        }
      }
    });
    return submitted ? SUCCESS : EXECUTION_FAILED;
  });
}

}  // namespace

ENTRY cublasGetProperty(int part, int* value) { return version_part(part, 11, 11, 3, value); }

ENTRY cublasCreate_v2(Handle** handle) {
  return library_call("cublasCreate", NOT_INITIALIZED, [=] {
    *handle = handles.open();
    return SUCCESS;
  });
}

ENTRY cublasDestroy_v2(Handle* handle) {
  return with("cublasDestroy", handle, [=] {
    handles.close(handle);
    return SUCCESS;
  });
}

ENTRY cublasSetStream_v2(Handle* handle, void* stream) {
  return with("cublasSetStream", handle, [=] {
    handle->stream = stream;
    return SUCCESS;
  });
}

#define DGMM(name, T)                                                                             \
  ENTRY name(Handle* handle, int side, int m, int n, const T* a, int aLeading, const T* x,        \
             int step, T* c, int cLeading) {                                                      \
    return dgmm(#name, handle, side, m, n, a, aLeading, x, step, c, cLeading);                    \
  }

DGMM(cublasSdgmm, float)
DGMM(cublasDdgmm, double)
DGMM(cublasCdgmm, std::complex<float>)
DGMM(cublasZdgmm, std::complex<double>)
