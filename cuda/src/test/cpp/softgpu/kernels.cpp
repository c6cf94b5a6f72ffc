#include "kernels.h"

#include "grid.h"

// What -fsanitize=alignment calls where an address does not suit its type: `data` describes the
// place, and here the device stops as a real one does.
extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_type_mismatch_v1(void*,
                                                                                      void*) {
  throw softgpu::Fault{softgpu::MISALIGNED_ADDRESS};
}

namespace softgpu {
namespace {

std::map<std::string, Kernel>& all_kernels() {
  static std::map<std::string, Kernel> kernels;
  return kernels;
}

}  // namespace

KernelFile::KernelFile(std::vector<Kernel> kernels) {
  for (Kernel& kernel : kernels) all_kernels().emplace(kernel.name, std::move(kernel));
}

std::map<std::string, const Kernel*> kernels_of(const std::string& ptx) {
  static const std::string ENTRY = ".visible .entry ";
  std::map<std::string, const Kernel*> found;
  for (size_t at = ptx.find(ENTRY); at != std::string::npos; at = ptx.find(ENTRY, at)) {
    at += ENTRY.size();
    auto known = all_kernels().find(ptx.substr(at, ptx.find('(', at) - at));
    if (known == all_kernels().end()) return {};
    found[known->first] = &known->second;
  }
  return found;
}

}  // namespace softgpu
