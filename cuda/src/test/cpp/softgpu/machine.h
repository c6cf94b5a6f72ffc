// What all entries of the driver share: settings, contexts, handles, and the frame of a call.
//
// Settings, from the environment:
//   SOFT_DEVICES=2               how many devices, 1 by default
//   SOFT_INIT=100                what cuInit returns
//   SOFT_VERSION=12040           the driver's version
//   SOFT_CAPABILITY=75           the devices' compute capability
//   SOFT_MULTIPROCESSORS=2       how many a device has
//   SOFT_SHARED=65536            the shared memory that a block can have, if it asks for it
//   SOFT_MEMORY=BYTES            a device's memory, 16 GiB by default
//   SOFT_FAIL=cuMemAlloc:3:2,... the third call of cuMemAlloc fails with code 2 (2 by default)
//   SOFT_LAZY=1                  nothing is done before it is waited for
//   SOFT_ORDER=7                 blocks and threads take turns in an order drawn from this seed
//   SOFT_FREE_WAITS=0            freeing memory does not wait for the work that uses it
//   SOFT_PAUSE=50                each kernel takes so many milliseconds more
//   SOFT_REPORT=FILE             at exit: what was not given back, stray writes, calls by name
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "kernels.h"
#include "memory.h"
#include "stream.h"

#define ENTRY extern "C" __attribute__((visibility("default"))) int

namespace softgpu {

// The driver's codes.
enum Code : int {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  NOT_INITIALIZED = 3,
  INVALID_DEVICE = 101,
  INVALID_CONTEXT = 201,
  INVALID_PTX = 218,
  INVALID_HANDLE = 400,
  NOT_FOUND = 500,
  NOT_READY = 600,
  CONTEXT_IS_DESTROYED = 709,
  CAPTURE_UNSUPPORTED = 900,
  CAPTURE_INVALIDATED = 901,
  CAPTURE_UNMATCHED = 903,
  CAPTURE_ISOLATION = 905,
  CAPTURE_IMPLICIT = 906,
  CAPTURED_EVENT = 907,
  CAPTURE_WRONG_THREAD = 908,
};

struct Context {
  int device;
  uint64_t retained;
  int fault;  // the code every later call returns, once a kernel has failed
  std::shared_ptr<Stream> default_stream;
  std::shared_ptr<Stream> thread_stream;
};

struct Function {
  const Kernel* kernel;
  Context* context;
  unsigned shared_bytes;  // the most it may be launched with
  bool loaded;  // by its first launch, or by who asks for an attribute
};

struct Module {
  std::map<std::string, const Kernel*> kernels;
  Context* context;
  std::map<std::string, std::unique_ptr<Function>> functions;
};

// Objects of a kind, by the address their handle holds.
template <class T>
class Handles {
 public:
  T* add(std::shared_ptr<T> object) {
    T* handle = object.get();
    objects_[handle] = std::move(object);
    return handle;
  }
  std::shared_ptr<T> find(const void* handle) const {
    auto found = objects_.find(handle);
    return found == objects_.end() ? nullptr : found->second;
  }
  bool remove(const void* handle) { return objects_.erase(handle) == 1; }
  size_t count() const { return objects_.size(); }
  auto begin() const { return objects_.begin(); }
  auto end() const { return objects_.end(); }

 private:
  std::map<const void*, std::shared_ptr<T>> objects_;
};

struct Settings {
  Settings();
  int64_t devices, init, version, capability, multiprocessors, shared, memory, lazy, order, free_waits,
      pause;
  // call -> which call of it, from 1 -> the code
  std::map<std::string, std::map<uint64_t, int>> failures;
};

struct Machine {
  Machine();
  ~Machine();  // writes the report

  Settings settings;
  std::recursive_mutex mutex;
  bool initialized = false;
  std::vector<std::unique_ptr<Context>> primaries;  // by device
  Memory memory;
  Handles<Stream> streams;
  std::vector<std::shared_ptr<Stream>> destroyed_streams;  // with work left to do
  Handles<Event> events;
  Handles<Module> modules;
  Handles<Graph> graphs;
  Handles<Graph> executable_graphs;
  int library_handles = 0;
  uint64_t contexts_made = 0;  // primary contexts that were retained while nobody else did
  std::map<std::string, uint64_t> calls;
  std::map<std::string, uint64_t> launches;

  // Null if no such context is retained.
  Context* context(const void* handle) const;

  // The stream of this handle in a context, default and per-thread ones included; null if there is
  // none, or it is another context's.
  std::shared_ptr<Stream> stream(Context* context, const void* handle) const;

  // Does all work of a device's context.
  void synchronize(Context* context);

  // Adds work to a stream, or to the graph that it records; does it at once unless lazy.
  int submit(const std::shared_ptr<Stream>& stream, Work work, std::vector<Point> after = {});

  // Streams that record a graph and wait for this one, which is then not to be used: there are none
  // but for the default stream.
  std::vector<Stream*> recording_behind(const Stream& stream) const;

  // Whether a stream of the context records a graph. A call that may never be made meanwhile breaks
  // the recording.
  bool breaks_capture(Context* context);

  // Whether a capture refuses this thread a call that it cannot record, as their modes say; it is
  // broken then.
  bool capture_refuses();
};

Machine& machine();

// The calling thread's contexts, the current one last.
std::vector<Context*>& current_contexts();

// How strict captures are with the calling thread.
CaptureMode& capture_mode();

// What a call needs before it is made.
enum class Needs {
  NOTHING,
  INIT,
  CONTEXT,
  // a context, and no capture that refuses what it cannot record: whatever is put into no stream,
  // since which calls the real driver refuses is not written down; but for questions that it
  // answers from its own lists (cuCtxGetDevice, cuPointerGetAttributes, cuMemGetAddressRange,
  // cuStreamGetCtx, cuStreamIsCapturing)
  NO_STRICT_CAPTURE,
  // a context none of whose streams records a graph
  NO_CAPTURE,
};

// One call of the driver: counts it, fails it if that was asked for, checks what it needs, and does
// its work alone.
int call(const char* name, Needs needs, const std::function<int(Context* current)>& work);

}  // namespace softgpu
