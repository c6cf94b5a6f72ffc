// Devices, contexts, modules, kernels.
#include <chrono>
#include <cstring>
#include <thread>

#include "grid.h"
#include "machine.h"

using namespace softgpu;

ENTRY cuInit(unsigned flags) {
  return call("cuInit", Needs::NOTHING, [=](Context*) {
    if (flags != 0) return (int)INVALID_VALUE;
    machine().initialized = machine().settings.init == SUCCESS;
    return (int)machine().settings.init;
  });
}

ENTRY cuDriverGetVersion(int* version) {
  return call("cuDriverGetVersion", Needs::NOTHING, [=](Context*) {
    *version = (int)machine().settings.version;
    return SUCCESS;
  });
}

ENTRY cuDeviceGetCount(int* count) {
  return call("cuDeviceGetCount", Needs::INIT, [=](Context*) {
    *count = (int)machine().settings.devices;
    return SUCCESS;
  });
}

static bool is_device(int device) {
  return device >= 0 && device < machine().settings.devices;
}

ENTRY cuDeviceGet(int* device, int ordinal) {
  return call("cuDeviceGet", Needs::INIT, [=](Context*) {
    if (!is_device(ordinal)) return INVALID_DEVICE;
    *device = ordinal;
    return SUCCESS;
  });
}

ENTRY cuDeviceGetName(char* name, int length, int device) {
  return call("cuDeviceGetName", Needs::INIT, [=](Context*) {
    if (!is_device(device)) return INVALID_DEVICE;
    snprintf(name, (size_t)length, "Software device %d", device);
    return SUCCESS;
  });
}

ENTRY cuDeviceTotalMem_v2(size_t* bytes, int device) {
  return call("cuDeviceTotalMem", Needs::INIT, [=](Context*) {
    if (!is_device(device)) return INVALID_DEVICE;
    *bytes = (size_t)machine().settings.memory;
    return SUCCESS;
  });
}

ENTRY cuDeviceGetAttribute(int* value, int attribute, int device) {
  return call("cuDeviceGetAttribute", Needs::INIT, [=](Context*) {
    if (!is_device(device)) return INVALID_DEVICE;
    const Settings& settings = machine().settings;
    switch (attribute) {
      case 1:  // MAX_THREADS_PER_BLOCK
        *value = 1024;
        return SUCCESS;
      case 10:  // WARP_SIZE
        *value = 32;
        return SUCCESS;
      case 16:  // MULTIPROCESSOR_COUNT
        *value = (int)settings.multiprocessors;
        return SUCCESS;
      case 41:  // UNIFIED_ADDRESSING
        *value = 1;
        return SUCCESS;
      case 75:  // COMPUTE_CAPABILITY_MAJOR
        *value = (int)settings.capability / 10;
        return SUCCESS;
      case 76:  // COMPUTE_CAPABILITY_MINOR
        *value = (int)settings.capability % 10;
        return SUCCESS;
      case 97:  // MAX_SHARED_MEMORY_PER_BLOCK_OPTIN
        *value = (int)settings.shared;
        return SUCCESS;
      default:
        return INVALID_VALUE;
    }
  });
}

ENTRY cuDevicePrimaryCtxRetain(Context** context, int device) {
  return call("cuDevicePrimaryCtxRetain", Needs::INIT, [=](Context*) {
    if (!is_device(device)) return INVALID_DEVICE;
    if (machine().capture_refuses()) return CAPTURE_UNSUPPORTED;
    *context = machine().primaries[(size_t)device].get();
    if ((*context)->retained++ == 0) machine().contexts_made++;
    return SUCCESS;
  });
}

ENTRY cuDevicePrimaryCtxRelease_v2(int device) {
  return call("cuDevicePrimaryCtxRelease", Needs::INIT, [=](Context*) {
    if (!is_device(device)) return INVALID_DEVICE;
    Context* context = machine().primaries[(size_t)device].get();
    if (context->retained == 0) return INVALID_CONTEXT;
    if (context->retained == 1) {
      machine().synchronize(context);
      context->fault = SUCCESS;
    }
    context->retained--;
    return SUCCESS;
  });
}

ENTRY cuCtxGetCurrent(Context** context) {
  return call("cuCtxGetCurrent", Needs::INIT, [=](Context*) {
    *context = current_contexts().empty() ? nullptr : current_contexts().back();
    return SUCCESS;
  });
}

ENTRY cuCtxSetCurrent(Context* context) {
  return call("cuCtxSetCurrent", Needs::INIT, [=](Context*) {
    if (context != nullptr && machine().context(context) == nullptr) return INVALID_CONTEXT;
    std::vector<Context*>& mine = current_contexts();
    if (!mine.empty()) mine.pop_back();
    if (context != nullptr) mine.push_back(context);
    return SUCCESS;
  });
}

ENTRY cuCtxPushCurrent_v2(Context* context) {
  return call("cuCtxPushCurrent", Needs::INIT, [=](Context*) {
    if (machine().context(context) == nullptr) return INVALID_CONTEXT;
    current_contexts().push_back(context);
    return SUCCESS;
  });
}

ENTRY cuCtxPopCurrent_v2(Context** context) {
  return call("cuCtxPopCurrent", Needs::INIT, [=](Context*) {
    std::vector<Context*>& mine = current_contexts();
    if (mine.empty()) return INVALID_CONTEXT;
    if (context != nullptr) *context = mine.back();
    mine.pop_back();
    return SUCCESS;
  });
}

ENTRY cuCtxGetDevice(int* device) {
  return call("cuCtxGetDevice", Needs::CONTEXT, [=](Context* current) {
    *device = current->device;
    return SUCCESS;
  });
}

ENTRY cuCtxSynchronize() {
  return call("cuCtxSynchronize", Needs::NO_CAPTURE, [=](Context* current) {
    machine().synchronize(current);
    return current->fault;
  });
}

// Drivers before CUDA 12.3 load nothing while a graph is recorded.
ENTRY cuModuleLoadData(Module** module, const char* image) {
  Needs needs =
      machine().settings.version < 12030 ? Needs::NO_CAPTURE : Needs::NO_STRICT_CAPTURE;
  return call("cuModuleLoadData", needs, [=](Context* current) {
    auto loaded = std::make_shared<Module>();
    loaded->kernels = kernels_of(image);
    if (loaded->kernels.empty()) return INVALID_PTX;
    loaded->context = current;
    *module = machine().modules.add(loaded);
    return SUCCESS;
  });
}

ENTRY cuModuleUnload(Module* module) {
  return call("cuModuleUnload", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    std::shared_ptr<Module> found = machine().modules.find(module);
    if (found == nullptr || found->context != current) return INVALID_HANDLE;
    machine().synchronize(current);
    machine().modules.remove(module);
    return SUCCESS;
  });
}

ENTRY cuModuleGetFunction(Function** function, Module* module, const char* name) {
  return call("cuModuleGetFunction", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    std::shared_ptr<Module> found = machine().modules.find(module);
    if (found == nullptr || found->context != current) return INVALID_HANDLE;
    auto kernel = found->kernels.find(name);
    if (kernel == found->kernels.end()) return NOT_FOUND;
    std::unique_ptr<Function>& slot = found->functions[name];
    if (slot == nullptr) {
      unsigned left = (48 << 10) - kernel->second->static_shared_bytes;
      slot.reset(new Function{kernel->second, current, left, false});
    }
    *function = slot.get();
    return SUCCESS;
  });
}

static bool is_function(const Function* function, const Context* current) {
  for (const auto& module : machine().modules) {
    if (module.second->context != current) continue;
    for (const auto& each : module.second->functions) {
      if (each.second.get() == function) return true;
    }
  }
  return false;
}

ENTRY cuFuncGetAttribute(int* value, int attribute, Function* function) {
  return call("cuFuncGetAttribute", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    if (!is_function(function, current)) return INVALID_HANDLE;
    if (attribute != 0) return INVALID_VALUE;  // MAX_THREADS_PER_BLOCK
    function->loaded = true;
    *value = 1024;
    return SUCCESS;
  });
}

ENTRY cuFuncSetAttribute(Function* function, int attribute, int value) {
  return call("cuFuncSetAttribute", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    if (!is_function(function, current)) return INVALID_HANDLE;
    // MAX_DYNAMIC_SHARED_SIZE_BYTES
    int64_t most = machine().settings.shared - function->kernel->static_shared_bytes;
    if (attribute != 8 || value < 0 || value > most) return INVALID_VALUE;
    function->shared_bytes = (unsigned)value;
    return SUCCESS;
  });
}

ENTRY cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Function* function, int threads,
                                                  size_t shared_bytes) {
  return call("cuOccupancyMaxActiveBlocksPerMultiprocessor", Needs::NO_STRICT_CAPTURE,
              [=](Context* current) {
                if (!is_function(function, current)) return INVALID_HANDLE;
                if (threads <= 0 || threads > 1024 || shared_bytes > function->shared_bytes) {
                  return INVALID_VALUE;
                }
                *blocks = 2048 / threads;
                return SUCCESS;
              });
}

ENTRY cuLaunchKernel(Function* function, unsigned gridX, unsigned gridY, unsigned gridZ,
                     unsigned blockX, unsigned blockY, unsigned blockZ, unsigned sharedBytes,
                     void* stream, void** parameters, void** extra) {
  return call("cuLaunchKernel", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr || !is_function(function, current)) return (int)INVALID_HANDLE;
    uint64_t threads = (uint64_t)blockX * blockY * blockZ;
    if (gridX == 0 || gridY == 0 || gridZ == 0 || gridX > INT32_MAX || gridY > 65535 ||
        gridZ > 65535 || threads == 0 || threads > 1024 || blockZ > 64 || sharedBytes > function->shared_bytes ||
        extra != nullptr) {
      return (int)INVALID_VALUE;
    }
    // a driver that loads lazily cannot while it records
    if (order->capture != nullptr && !function->loaded) {
      order->capture_broken = true;
      return (int)CAPTURE_UNSUPPORTED;
    }
    function->loaded = true;
    const Kernel& kernel = *function->kernel;
    machine().launches[kernel.name]++;
    Triple blocks = {gridX, gridY, gridZ};
    Triple block = {blockX, blockY, blockZ};
    return machine().submit(order, [=, &kernel, bound = kernel.bind(parameters)] {
      std::this_thread::sleep_for(std::chrono::milliseconds(machine().settings.pause));
      run(blocks, block, sharedBytes, kernel.barriers, (uint64_t)machine().settings.order, bound);
    });
  });
}
