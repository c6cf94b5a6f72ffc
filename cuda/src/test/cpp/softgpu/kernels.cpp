#include "kernels.h"

#include <set>
#include "grid.h"

// What -fsanitize=alignment calls where an address does not suit its type: `data` describes the
// place, and here the device stops as a real one does.
extern "C" __attribute__((visibility("hidden"))) void __ubsan_handle_type_mismatch_v1(void*,
                                                                                      void*) {
  throw softgpu::Fault{softgpu::MISALIGNED_ADDRESS};
}

namespace softgpu {
namespace {

std::vector<const KernelFile*>& files() {
  static std::vector<const KernelFile*> files;
  return files;
}

std::set<std::string> entries(const std::string& ptx) {
  static const std::string ENTRY = ".visible .entry ";
  std::set<std::string> names;
  for (size_t at = ptx.find(ENTRY); at != std::string::npos; at = ptx.find(ENTRY, at)) {
    at += ENTRY.size();
    names.insert(ptx.substr(at, ptx.find('(', at) - at));
  }
  return names;
}

}  // namespace

KernelFile::KernelFile(const char* name, std::vector<Kernel> kernels)
    : name_(name), kernels_(std::move(kernels)) {
  files().push_back(this);
}

const KernelFile* KernelFile::of(const std::string& ptx) {
  std::set<std::string> wanted = entries(ptx);
  for (const KernelFile* file : files()) {
    std::set<std::string> names;
    for (const Kernel& kernel : file->kernels_) names.insert(kernel.name);
    if (names == wanted) return file;
  }
  return nullptr;
}

const Kernel* KernelFile::find(const std::string& name) const {
  for (const Kernel& kernel : kernels_) {
    if (kernel.name == name) return &kernel;
  }
  return nullptr;
}

}  // namespace softgpu
