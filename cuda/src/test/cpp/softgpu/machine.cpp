#include "machine.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "grid.h"

namespace softgpu {
namespace {

int64_t number(const char* name, int64_t otherwise) {
  const char* text = getenv(name);
  return text == nullptr || *text == 0 ? otherwise : strtoll(text, nullptr, 10);
}

}  // namespace

Settings::Settings()
    : devices(number("SOFT_DEVICES", 1)),
      init(number("SOFT_INIT", SUCCESS)),
      version(number("SOFT_VERSION", 12040)),
      capability(number("SOFT_CAPABILITY", 75)),
      multiprocessors(number("SOFT_MULTIPROCESSORS", 2)),
      shared(number("SOFT_SHARED", 64 << 10)),
      memory(number("SOFT_MEMORY", int64_t{16} << 30)),
      lazy(number("SOFT_LAZY", 0)),
      order(number("SOFT_ORDER", 0)),
      free_waits(number("SOFT_FREE_WAITS", 1)),
      pause(number("SOFT_PAUSE", 0)) {
  const char* text = getenv("SOFT_FAIL");
  std::istringstream list(text == nullptr ? "" : text);
  for (std::string item; std::getline(list, item, ',');) {
    std::istringstream fields(item);
    std::string name, which, code;
    std::getline(fields, name, ':');
    std::getline(fields, which, ':');
    std::getline(fields, code, ':');
    failures[name][strtoull(which.c_str(), nullptr, 10)] =
        code.empty() ? (int)OUT_OF_MEMORY : atoi(code.c_str());
  }
}

Machine::Machine() {
  for (int64_t device = 0; device < settings.devices; device++) {
    primaries.push_back(std::make_unique<Context>());
    Context* context = primaries.back().get();
    context->device = (int)device;
    context->default_stream = std::make_shared<Stream>(context, true);
    context->thread_stream = std::make_shared<Stream>(context, true);
  }
}

Machine::~Machine() {
  const char* file = getenv("SOFT_REPORT");
  if (file == nullptr) return;
  uint64_t retained = 0;
  for (const auto& context : primaries) retained += context->retained;
  std::ofstream report(file);
  report << "allocations " << memory.count(Kind::DEVICE) << "\npinned "
         << memory.count(Kind::PINNED) << "\nstreams " << streams.count() << "\nevents "
         << events.count() << "\nmodules " << modules.count() << "\ngraphs "
         << graphs.count() + executable_graphs.count() << "\ncontexts " << retained
         << "\ncontexts_made " << contexts_made << "\nhandles " << library_handles
         << "\nstray_writes " << memory.stray_writes() << "\n";
  for (const auto& called : calls) report << "call " << called.first << " " << called.second << "\n";
  for (const auto& kernel : launches) {
    report << "kernel " << kernel.first << " " << kernel.second << "\n";
  }
}

Context* Machine::context(const void* handle) const {
  for (const auto& context : primaries) {
    if (context.get() == handle && context->retained > 0) return context.get();
  }
  return nullptr;
}

std::shared_ptr<Stream> Machine::stream(Context* context, const void* handle) const {
  // CU_STREAM_LEGACY and CU_STREAM_PER_THREAD
  if (handle == nullptr || handle == (void*)1) return context->default_stream;
  if (handle == (void*)2) return context->thread_stream;
  std::shared_ptr<Stream> found = streams.find(handle);
  return found == nullptr || found->context != context ? nullptr : found;
}

void Machine::synchronize(Context* context) {
  for (const auto& stream : destroyed_streams) stream->pass(stream->added());
  destroyed_streams.clear();
  for (const auto& stream : streams) {
    if (stream.second->context == context) stream.second->pass(stream.second->added());
  }
  context->default_stream->pass(context->default_stream->added());
  context->thread_stream->pass(context->thread_stream->added());
}

int Machine::submit(const std::shared_ptr<Stream>& stream, Work work, std::vector<Point> after) {
  Context* context = stream->context;
  Work guarded = [context, work = std::move(work)] {
    if (context->fault != 0) return;
    try {
      work();
    } catch (const Fault& fault) {
      context->fault = fault.code;
    }
  };
  if (stream->capture != nullptr) {
    if (!after.empty()) {
      stream->capture_broken = true;
      return CAPTURE_ISOLATION;
    }
    stream->capture->work.push_back(std::move(guarded));
    return SUCCESS;
  }
  std::vector<Stream*> broken = recording_behind(*stream);
  for (Stream* recording : broken) recording->capture_broken = true;
  if (!broken.empty()) return CAPTURE_IMPLICIT;
  const std::shared_ptr<Stream>& first = context->default_stream;
  if (stream == first) {
    after.push_back({context->thread_stream, context->thread_stream->added()});
    for (const auto& other : streams) {
      if (other.second->context == context && other.second->blocking) {
        after.push_back({other.second, other.second->added()});
      }
    }
  } else if (stream->blocking) {
    after.push_back({first, first->added()});
  }
  stream->add(std::move(guarded), std::move(after));
  if (!settings.lazy) stream->pass(stream->added());
  return SUCCESS;
}

std::vector<Stream*> Machine::recording_behind(const Stream& stream) const {
  std::vector<Stream*> found;
  if (&stream != stream.context->default_stream.get()) return found;
  for (const auto& other : streams) {
    if (other.second->context == stream.context && other.second->blocking &&
        other.second->capture != nullptr) {
      found.push_back(other.second.get());
    }
  }
  return found;
}

bool Machine::breaks_capture(Context* context) {
  bool found = false;
  for (const auto& stream : streams) {
    if (stream.second->context == context && stream.second->capture != nullptr) {
      stream.second->capture_broken = true;
      found = true;
    }
  }
  return found;
}

bool Machine::capture_refuses() {
  bool refuses = false;
  for (const auto& each : streams) {
    Stream& stream = *each.second;
    if (stream.capture == nullptr || capture_mode() == CaptureMode::RELAXED) continue;
    bool own = stream.capture_thread == std::this_thread::get_id();
    if (own ? stream.capture_mode != CaptureMode::RELAXED
            : stream.capture_mode == CaptureMode::GLOBAL && capture_mode() == CaptureMode::GLOBAL) {
      stream.capture_broken = true;
      refuses = true;
    }
  }
  return refuses;
}

Machine& machine() {
  static Machine machine;
  return machine;
}

std::vector<Context*>& current_contexts() {
  static thread_local std::vector<Context*> contexts;
  return contexts;
}

CaptureMode& capture_mode() {
  static thread_local CaptureMode mode = CaptureMode::GLOBAL;
  return mode;
}

int call(const char* name, Needs needs, const std::function<int(Context* current)>& work) {
  Machine& all = machine();
  std::lock_guard<std::recursive_mutex> lock(all.mutex);
  uint64_t turn = ++all.calls[name];
  auto failing = all.settings.failures.find(name);
  if (failing != all.settings.failures.end()) {
    auto code = failing->second.find(turn);
    if (code != failing->second.end()) return code->second;
  }
  if (needs == Needs::NOTHING) return work(nullptr);
  if (!all.initialized) return NOT_INITIALIZED;
  if (needs == Needs::INIT) return work(nullptr);
  if (current_contexts().empty()) return INVALID_CONTEXT;
  Context* current = current_contexts().back();
  if (current->retained == 0) return CONTEXT_IS_DESTROYED;
  if (current->fault != 0) return current->fault;
  if (needs == Needs::NO_STRICT_CAPTURE && all.capture_refuses()) return CAPTURE_UNSUPPORTED;
  if (needs == Needs::NO_CAPTURE && all.breaks_capture(current)) return CAPTURE_UNSUPPORTED;
  return work(current);
}

}  // namespace softgpu
