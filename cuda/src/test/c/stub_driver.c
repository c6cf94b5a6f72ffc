/* A libcuda.so.1 without a device behind it: enough of the driver to load modules, move bytes and
   run one kernel, fill_constant, on the host. The environment makes it fail:
     STUB_INIT        what cuInit returns
     STUB_VERSION     the CUDA version the driver knows, 12040 by default
     STUB_DEVICES     how many devices there are, 1 by default
     STUB_CAPABILITY  their compute capability, 75 by default
     STUB_MEMORY      the most bytes of device memory an allocation may have */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int CUresult;

static __thread void* current;

static long long setting(const char* name, long long usual) {
  const char* text = getenv(name);
  return text == NULL ? usual : atoll(text);
}

CUresult cuInit(unsigned flags) { return flags != 0 ? 1 : setting("STUB_INIT", 0); }
CUresult cuDriverGetVersion(int* version) { *version = setting("STUB_VERSION", 12040); return 0; }
CUresult cuDeviceGetCount(int* count) { *count = setting("STUB_DEVICES", 1); return 0; }
CUresult cuDeviceGet(int* device, int ordinal) { *device = ordinal; return ordinal == 0 ? 0 : 101; }
CUresult cuDeviceGetName(char* name, int length, int device) {
  strncpy(name, "Stub", length);
  return device;
}
CUresult cuDeviceTotalMem_v2(size_t* bytes, int device) { *bytes = 1 << 30; return device; }
CUresult cuDeviceGetAttribute(int* value, int attribute, int device) {
  int capability = setting("STUB_CAPABILITY", 75);
  *value = attribute == 75   ? capability / 10
           : attribute == 76 ? capability % 10
           : attribute == 16 ? 2
                             : 0;
  return device;
}

CUresult cuDevicePrimaryCtxRetain(void** context, int device) {
  *context = (void*)0x7f12345678c0;
  return device;
}
CUresult cuDevicePrimaryCtxRelease_v2(int device) { return device; }
CUresult cuCtxGetDevice(int* device) { *device = 0; return current == NULL ? 201 : 0; }
CUresult cuCtxGetCurrent(void** context) { *context = current; return 0; }
CUresult cuCtxSetCurrent(void* context) { current = context; return 0; }

CUresult cuModuleLoadData(void** module, const char* image) {
  *module = (void*)0x7f1234567a00;
  return strstr(image, ".visible .entry fill_constant(") == NULL ? 218 : 0;
}
CUresult cuModuleUnload(void* module) { return module == NULL; }
CUresult cuModuleGetFunction(void** function, void* module, const char* name) {
  *function = (void*)0x7f1234567f00;
  return module == NULL || strcmp(name, "fill_constant") != 0 ? 500 : 0;
}

CUresult cuFuncGetAttribute(int* value, int attribute, void* function) {
  *value = 1024;
  return attribute != 0 || function != (void*)0x7f1234567f00;
}
CUresult cuThreadExchangeStreamCaptureMode(int* mode) {
  static __thread int current_mode = 0;
  int before = current_mode;
  if (*mode < 0 || *mode > 2) return 1;
  current_mode = *mode;
  *mode = before;
  return 0;
}

CUresult cuLaunchKernel(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx,
                        unsigned by, unsigned bz, unsigned shared, void* stream, void** parameters,
                        void** extra) {
  if (current != (void*)0x7f12345678c0) return 201;
  if (function != (void*)0x7f1234567f00 || extra != NULL || shared != 0) return 1;
  if (gx == 0 || gy != 1 || gz != 1 || bx != 256 || by != 1 || bz != 1) return 1;
  if (stream != (void*)0x7f1234567570) return 400;
  uint8_t* to = *(uint8_t**)parameters[0];
  uint64_t bytes = *(uint64_t*)parameters[1];
  uint8_t* pattern = (uint8_t*)parameters[2];
  if ((uintptr_t)pattern % 16 != 0) return 716;
  for (uint64_t i = 0; i < bytes; i++) to[i] = pattern[(uintptr_t)(to + i) % 16];
  return 0;
}

CUresult cuMemAlloc_v2(void** address, size_t bytes) {
  if (bytes > (size_t)setting("STUB_MEMORY", 1 << 30)) return 2;
  *address = malloc(bytes);
  return 0;
}
CUresult cuMemGetInfo_v2(size_t* free_bytes, size_t* total) {
  *free_bytes = setting("STUB_MEMORY", 1 << 30);
  *total = 1 << 30;
  return 0;
}
CUresult cuMemFree_v2(void* address) { free(address); return 0; }
CUresult cuMemHostAlloc(void** address, size_t bytes, unsigned flags) {
  *address = malloc(bytes);
  return flags;
}
CUresult cuMemFreeHost(void* address) { free(address); return 0; }
CUresult cuMemcpyHtoDAsync_v2(void* to, const void* from, size_t bytes, void* stream) {
  memcpy(to, from, bytes);
  return stream != (void*)0x7f1234567570;
}
CUresult cuMemcpyDtoHAsync_v2(void* to, const void* from, size_t bytes, void* stream) {
  memcpy(to, from, bytes);
  return stream != (void*)0x7f1234567570;
}

CUresult cuStreamCreate(void** stream, unsigned flags) {
  *stream = (void*)0x7f1234567570;
  return flags != 1;
}
CUresult cuStreamSynchronize(void* stream) { return stream != (void*)0x7f1234567570; }
CUresult cuStreamDestroy_v2(void* stream) { return stream != (void*)0x7f1234567570; }

#define EVENT ((void*)0x7f1234567890)
CUresult cuEventCreate(void** event, unsigned flags) { *event = EVENT; return flags != 2; }
CUresult cuEventRecord(void* event, void* stream) {
  return event != EVENT || stream != (void*)0x7f1234567570;
}
CUresult cuEventSynchronize(void* event) { return event != EVENT; }
CUresult cuEventDestroy_v2(void* event) { return event != EVENT; }
CUresult cuCtxSynchronize(void) { return current == NULL ? 201 : 0; }
CUresult cuStreamIsCapturing(void* stream, int* status) { *status = 0; return stream == NULL; }
CUresult cuStreamWaitEvent(void* stream, void* event, unsigned flags) {
  return stream == NULL || event != EVENT || flags != 0;
}
CUresult cuEventQuery(void* event) { return event != EVENT; }
