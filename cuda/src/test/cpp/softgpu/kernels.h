// The kernels compiled into this library, by the PTX file that a device would have them from.
#pragma once
#include <cstring>
#include <functional>
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
Kernel kernel(const char* name, bool barriers, void (*code)(P...)) {
  return {name, barriers, [code](void** arguments) {
            return bound(code, arguments, std::index_sequence_for<P...>());
          }};
}

class KernelFile {
 public:
  // Adds itself to the files that can be loaded.
  KernelFile(const char* name, std::vector<Kernel> kernels);

  // The file whose entries are those of a PTX text, all and no others; null if there is none.
  static const KernelFile* of(const std::string& ptx);

  // Null if there is none of this name.
  const Kernel* find(const std::string& name) const;

 private:
  std::string name_;
  std::vector<Kernel> kernels_;
};

}  // namespace softgpu
