// The kernels compiled into this library, which a device would have from PTX files.
#pragma once
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace softgpu {

// A kernel whose arguments are known.
using Bound = std::function<void()>;

struct Kernel {
  std::string name;
  bool barriers;
  unsigned static_shared_bytes;  // which count with what a launch asks for
  // Takes a copy of the arguments, each found by a pointer, as cuLaunchKernel gets them.
  std::function<Bound(void** arguments)> bind;
};

template <class T>
T argument(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

template <class... P, size_t... I>
Bound bound(void (*kernel)(P...), void** arguments, std::index_sequence<I...>) {
  auto copies = std::make_tuple(argument<std::remove_cv_t<P>>(arguments[I])...);
  return [kernel, copies] { std::apply(kernel, copies); };
}

template <class... P>
Kernel kernel(const char* name, bool barriers, unsigned static_shared, void (*code)(P...)) {
  return {name, barriers, static_shared, [code](void** arguments) {
            return bound(code, arguments, std::index_sequence_for<P...>());
          }};
}

struct KernelFile {
  // Adds a PTX file's kernels to those that can be loaded.
  explicit KernelFile(std::vector<Kernel> kernels);
};

// The kernels that a PTX text has, by name: none if one of them is not in this library.
std::map<std::string, const Kernel*> kernels_of(const std::string& ptx);

}  // namespace softgpu
