// What the stand-ins of NVIDIA's other libraries need of the driver; the driver exports it to them.
#pragma once
#include <cstddef>
#include <functional>
#include <mutex>
#include <set>

#define EXPORTED __attribute__((visibility("default")))
#define ENTRY extern "C" EXPORTED int

namespace softgpu {

// Counts a library's call, fails it if SOFT_FAIL asks for it (with that code), and requires a
// context; then does `work`, which returns the library's status. `no_context` is returned where
// there is none, or it has failed.
EXPORTED int library_call(const char* name, int no_context, const std::function<int()>& work);

// Adds work to a stream of the current context; false if there is no such stream.
EXPORTED bool library_submit(void* stream, std::function<void()> work);

// Whether all of these bytes are device memory, and the address is a multiple of the alignment.
EXPORTED bool library_holds(const void* from, size_t bytes, size_t alignment);

// One more open handle of a library, or one less; the report tells how many were left.
EXPORTED void library_handles(int change);

// The open handles of a library.
template <class T>
class Opened {
 public:
  T* open() {
    std::lock_guard<std::mutex> lock(mutex_);
    T* handle = new T();
    handles_.insert(handle);
    library_handles(1);
    return handle;
  }
  bool close(T* handle) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (handles_.erase(handle) == 0) return false;
    delete handle;
    library_handles(-1);
    return true;
  }
  bool has(T* handle) {
    std::lock_guard<std::mutex> lock(mutex_);
    return handles_.count(handle) == 1;
  }

 private:
  std::mutex mutex_;
  std::set<T*> handles_;
};

// libraryPropertyType: major, minor, patch
inline int version_part(int part, int major, int minor, int patch, int* value) {
  *value = part == 0 ? major : part == 1 ? minor : patch;
  return 0;
}

}  // namespace softgpu
