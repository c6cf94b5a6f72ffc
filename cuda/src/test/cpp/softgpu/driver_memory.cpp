// Memory, copies, what is known of a pointer.
#include <cstring>

#include "machine.h"

using namespace softgpu;

ENTRY cuMemGetInfo_v2(size_t* free, size_t* total) {
  return call("cuMemGetInfo", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    *total = (size_t)machine().settings.memory;
    *free = *total - machine().memory.used(Kind::DEVICE, current);
    return SUCCESS;
  });
}

static int allocate(void** address, size_t bytes, Kind kind, Context* current) {
  if (bytes == 0) return INVALID_VALUE;
  char* memory =
      machine().memory.allocate(bytes, kind, current, (size_t)machine().settings.memory);
  if (memory == nullptr) return OUT_OF_MEMORY;
  *address = memory;
  return SUCCESS;
}

ENTRY cuMemAlloc_v2(void** address, size_t bytes) {
  return call("cuMemAlloc", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    return allocate(address, bytes, Kind::DEVICE, current);
  });
}

// Waits for the device, as drivers do that one knows of; or not, as the manual allows.
ENTRY cuMemFree_v2(void* address) {
  return call("cuMemFree", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    if (machine().settings.free_waits) machine().synchronize(current);
    return machine().memory.free(address, Kind::DEVICE) ? SUCCESS : INVALID_VALUE;
  });
}

ENTRY cuMemHostAlloc(void** address, size_t bytes, unsigned) {
  return call("cuMemHostAlloc", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    return allocate(address, bytes, Kind::PINNED, current);
  });
}

// Waits for nothing: work that still wants the memory is seen as a stray write.
ENTRY cuMemFreeHost(void* address) {
  return call("cuMemFreeHost", Needs::NO_STRICT_CAPTURE, [=](Context*) {
    return machine().memory.free(address, Kind::PINNED) ? SUCCESS : INVALID_VALUE;
  });
}

static bool is_on_device(const void* from, size_t bytes) {
  const Range* range = machine().memory.holding(from, bytes);
  return range != nullptr && range->kind == Kind::DEVICE;
}

// Host memory: all of it within one pinned range, or none of it in any range.
static bool is_on_host(const void* from, size_t bytes) {
  const Range* range = machine().memory.holding(from, 1);
  return range == nullptr ||
         (range->kind == Kind::PINNED && machine().memory.holding(from, bytes) == range);
}

static bool is_pinned(const void* from) { return machine().memory.holding(from, 1) != nullptr; }

static int copy_to_device(const char* name, void* to, const void* from, size_t bytes, void* stream,
                          bool wait) {
  return call(name, Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return (int)INVALID_HANDLE;
    if (bytes == 0) return (int)SUCCESS;
    if (!is_on_device(to, bytes) || !is_on_host(from, bytes)) return (int)INVALID_VALUE;
    int code;
    if (is_pinned(from)) {
      code = machine().submit(order, [=] { memcpy(to, from, bytes); });
    } else {
      std::vector<char> staged((const char*)from, (const char*)from + bytes);
      code = machine().submit(order, [=] { memcpy(to, staged.data(), bytes); });
    }
    if (wait) order->pass(order->added());
    return code;
  });
}

static int copy_to_host(const char* name, void* to, const void* from, size_t bytes, void* stream,
                        bool wait) {
  return call(name, Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return (int)INVALID_HANDLE;
    if (bytes == 0) return (int)SUCCESS;
    if (!is_on_device(from, bytes) || !is_on_host(to, bytes)) return (int)INVALID_VALUE;
    int code = machine().submit(order, [=] { memcpy(to, from, bytes); });
    if (wait || !is_pinned(to)) order->pass(order->added());
    return code == SUCCESS ? current->fault : code;
  });
}

ENTRY cuMemcpyHtoD_v2(void* to, const void* from, size_t bytes) {
  return copy_to_device("cuMemcpyHtoD", to, from, bytes, nullptr, true);
}

ENTRY cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, void* stream) {
  return copy_to_device("cuMemcpyHtoDAsync", to, from, bytes, stream, false);
}

ENTRY cuMemcpyDtoH_v2(void* to, const void* from, size_t bytes) {
  return copy_to_host("cuMemcpyDtoH", to, from, bytes, nullptr, true);
}

ENTRY cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, void* stream) {
  return copy_to_host("cuMemcpyDtoHAsync", to, from, bytes, stream, false);
}

ENTRY cuMemcpyDtoDAsync_v2(void* to, const void* from, size_t bytes, void* stream) {
  return call("cuMemcpyDtoDAsync", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return (int)INVALID_HANDLE;
    if (bytes == 0) return (int)SUCCESS;
    if (!is_on_device(from, bytes) || !is_on_device(to, bytes)) return (int)INVALID_VALUE;
    return machine().submit(order, [=] { memcpy(to, from, bytes); });
  });
}

template <class T>
static int set(const char* name, void* to, T value, size_t count, void* stream) {
  return call(name, Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return (int)INVALID_HANDLE;
    if ((uintptr_t)to % sizeof(T) != 0 || !is_on_device(to, count * sizeof(T))) {
      return (int)INVALID_VALUE;
    }
    return machine().submit(order, [=] {
      for (size_t i = 0; i < count; i++) ((T*)to)[i] = value;
    });
  });
}

ENTRY cuMemsetD8Async(void* to, uint8_t value, size_t count, void* stream) {
  return set("cuMemsetD8Async", to, value, count, stream);
}

ENTRY cuMemsetD32Async(void* to, uint32_t value, size_t count, void* stream) {
  return set("cuMemsetD32Async", to, value, count, stream);
}

ENTRY cuMemGetAddressRange_v2(void** start, size_t* bytes, void* address) {
  return call("cuMemGetAddressRange", Needs::CONTEXT, [=](Context*) {
    const Range* range = machine().memory.holding(address, 1);
    if (range == nullptr) return NOT_FOUND;
    if (start != nullptr) *start = range->start;
    if (bytes != nullptr) *bytes = range->bytes;
    return SUCCESS;
  });
}

template <class T>
static int answer(void* data, T value) {
  memcpy(data, &value, sizeof(T));
  return SUCCESS;
}

// One attribute of a pointer; of an unknown one, null or 0.
static int attribute(void* data, int attribute, void* pointer) {
  const Range* range = machine().memory.holding(pointer, 1);
  bool known = range != nullptr;
  switch (attribute) {
    case 1:  // CONTEXT
      return answer(data, known ? range->context : nullptr);
    case 2:  // MEMORY_TYPE: host 1, device 2
      return answer(data, known ? (range->kind == Kind::DEVICE ? 2u : 1u) : 0u);
    case 3:  // DEVICE_POINTER
    case 4:  // HOST_POINTER
      return answer(data, known && (attribute == 3 || range->kind == Kind::PINNED) ? pointer
                                                                                 : nullptr);
    case 7:  // BUFFER_ID
      return answer(data, known ? range->id : (uint64_t)0);
    case 8:  // IS_MANAGED
      return answer(data, 0u);
    case 9:  // DEVICE_ORDINAL
      return answer(data, known ? range->context->device : -2);
    case 10:  // IS_LEGACY_CUDA_IPC_CAPABLE: what cuMemAlloc gave
      return answer(data, known && range->kind == Kind::DEVICE ? 1u : 0u);
    case 11:  // RANGE_START_ADDR
      return answer(data, known ? range->start : nullptr);
    case 12:  // RANGE_SIZE
      return answer(data, known ? range->bytes : (size_t)0);
    case 13:  // MAPPED
      return answer(data, known ? 1u : 0u);
    default:
      return INVALID_VALUE;
  }
}

ENTRY cuPointerGetAttribute(void* data, int which, void* pointer) {
  return call("cuPointerGetAttribute", Needs::CONTEXT, [=](Context*) {
    if (machine().memory.holding(pointer, 1) == nullptr) return (int)INVALID_VALUE;
    return attribute(data, which, pointer);
  });
}

ENTRY cuPointerGetAttributes(unsigned count, const int* which, void** data, void* pointer) {
  return call("cuPointerGetAttributes", Needs::CONTEXT, [=](Context*) {
    for (unsigned i = 0; i < count; i++) {
      int code = attribute(data[i], which[i], pointer);
      if (code != SUCCESS) return code;
    }
    return (int)SUCCESS;
  });
}
