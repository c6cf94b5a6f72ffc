// Streams, events, graphs.
#include "machine.h"

using namespace softgpu;

static constexpr unsigned NON_BLOCKING = 1;
static constexpr unsigned DISABLE_TIMING = 2;

// Whether a point has passed. A lazy device goes on by one step when it is asked, and says no once.
static int query(const Point& point) {
  if (point.stream == nullptr || point.stream->passed() >= point.count) return SUCCESS;
  point.stream->pass(point.stream->passed() + 1);
  return NOT_READY;
}

ENTRY cuStreamCreate(Stream** stream, unsigned flags) {
  return call("cuStreamCreate", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    if ((flags & ~NON_BLOCKING) != 0) return INVALID_VALUE;
    *stream = machine().streams.add(
        std::make_shared<Stream>(current, (flags & NON_BLOCKING) == 0));
    return SUCCESS;
  });
}

// Returns at once; the stream's work is done nevertheless.
ENTRY cuStreamDestroy_v2(Stream* stream) {
  return call("cuStreamDestroy", Needs::NO_STRICT_CAPTURE, [=](Context*) {
    std::shared_ptr<Stream> found = machine().streams.find(stream);
    if (found == nullptr) return INVALID_HANDLE;
    machine().streams.remove(stream);
    machine().destroyed_streams.push_back(found);
    return SUCCESS;
  });
}

// Calls `work` with the stream, unless it records a graph: then it must not be waited for.
static int with_stream(const char* name, void* stream,
                       const std::function<int(Context*, const std::shared_ptr<Stream>&)>& work) {
  return call(name, Needs::NO_STRICT_CAPTURE, [&](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return (int)INVALID_HANDLE;
    if (order->capture != nullptr) {
      order->capture_broken = true;
      return (int)CAPTURE_UNSUPPORTED;
    }
    return work(current, order);
  });
}

ENTRY cuStreamSynchronize(void* stream) {
  return with_stream(
      "cuStreamSynchronize", stream, [](Context* current, const std::shared_ptr<Stream>& order) {
        if (order == current->default_stream) {
          machine().synchronize(current);
        } else {
          order->pass(order->added());
        }
        return current->fault;
      });
}

ENTRY cuStreamQuery(void* stream) {
  return with_stream("cuStreamQuery", stream,
                     [](Context*, const std::shared_ptr<Stream>& order) {
                       return query({order, order->added()});
                     });
}

ENTRY cuStreamGetCtx(void* stream, Context** context) {
  return call("cuStreamGetCtx", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> found = machine().streams.find(stream);
    if (found == nullptr && machine().stream(current, stream) == nullptr) return INVALID_HANDLE;
    *context = found == nullptr ? current : found->context;
    return SUCCESS;
  });
}

ENTRY cuStreamWaitEvent(void* stream, Event* event, unsigned flags) {
  return call("cuStreamWaitEvent", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    std::shared_ptr<Event> found = machine().events.find(event);
    if (order == nullptr || found == nullptr) return (int)INVALID_HANDLE;
    if (flags != 0) return (int)INVALID_VALUE;
    if (found->recorded.stream == nullptr) return (int)SUCCESS;
    return machine().submit(order, [] {}, {found->recorded});
  });
}

ENTRY cuEventCreate(Event** event, unsigned flags) {
  return call("cuEventCreate", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    auto made = std::make_shared<Event>();
    made->context = current;
    made->timed = (flags & DISABLE_TIMING) == 0;
    *event = machine().events.add(made);
    return SUCCESS;
  });
}

ENTRY cuEventDestroy_v2(Event* event) {
  return call("cuEventDestroy", Needs::NO_STRICT_CAPTURE, [=](Context*) {
    return machine().events.remove(event) ? SUCCESS : INVALID_HANDLE;
  });
}

ENTRY cuEventRecord(Event* event, void* stream) {
  return call("cuEventRecord", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    std::shared_ptr<Event> found = machine().events.find(event);
    if (order == nullptr || found == nullptr || found->context != current) {
      return (int)INVALID_HANDLE;
    }
    int code = machine().submit(order, [found] { found->time = std::chrono::steady_clock::now(); });
    found->captured = order->capture != nullptr;
    if (!found->captured) found->recorded = {order, order->added()};
    return code;
  });
}

ENTRY cuEventQuery(Event* event) {
  return call("cuEventQuery", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    std::shared_ptr<Event> found = machine().events.find(event);
    if (found == nullptr) return (int)INVALID_HANDLE;
    if (found->captured) return (int)CAPTURED_EVENT;
    int code = query(found->recorded);
    return current->fault != 0 ? current->fault : code;
  });
}

ENTRY cuEventSynchronize(Event* event) {
  return call("cuEventSynchronize", Needs::NO_STRICT_CAPTURE, [=](Context* current) {
    std::shared_ptr<Event> found = machine().events.find(event);
    if (found == nullptr) return (int)INVALID_HANDLE;
    if (found->captured) return (int)CAPTURED_EVENT;
    if (found->recorded.stream != nullptr) found->recorded.stream->pass(found->recorded.count);
    return current->fault;
  });
}

ENTRY cuEventElapsedTime(float* milliseconds, Event* start, Event* end) {
  return call("cuEventElapsedTime", Needs::CONTEXT, [=](Context*) {
    std::shared_ptr<Event> first = machine().events.find(start);
    std::shared_ptr<Event> last = machine().events.find(end);
    if (first == nullptr || last == nullptr || !first->timed || !last->timed ||
        first->recorded.stream == nullptr || last->recorded.stream == nullptr) {
      return (int)INVALID_HANDLE;
    }
    if (query(first->recorded) != SUCCESS || query(last->recorded) != SUCCESS) return (int)NOT_READY;
    *milliseconds = std::chrono::duration<float, std::milli>(last->time - first->time).count();
    return (int)SUCCESS;
  });
}

ENTRY cuThreadExchangeStreamCaptureMode(CaptureMode* mode) {
  return call("cuThreadExchangeStreamCaptureMode", Needs::INIT, [=](Context*) {
    if (*mode < CaptureMode::GLOBAL || *mode > CaptureMode::RELAXED) return INVALID_VALUE;
    std::swap(*mode, capture_mode());
    return SUCCESS;
  });
}

ENTRY cuStreamBeginCapture_v2(void* stream, CaptureMode mode) {
  return call("cuStreamBeginCapture", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return INVALID_HANDLE;
    if (order == current->default_stream || order->capture != nullptr) return CAPTURE_UNSUPPORTED;
    order->capture = std::make_shared<Graph>();
    order->capture_broken = false;
    order->capture_mode = mode;
    order->capture_thread = std::this_thread::get_id();
    return SUCCESS;
  });
}

ENTRY cuStreamEndCapture(void* stream, Graph** graph) {
  return call("cuStreamEndCapture", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return INVALID_HANDLE;
    if (order->capture == nullptr) return CAPTURE_UNMATCHED;
    if (order->capture_mode != CaptureMode::RELAXED &&
        order->capture_thread != std::this_thread::get_id()) {
      return CAPTURE_WRONG_THREAD;
    }
    std::shared_ptr<Graph> recorded = std::move(order->capture);
    *graph = nullptr;
    if (order->capture_broken) return CAPTURE_INVALIDATED;
    *graph = machine().graphs.add(recorded);
    return SUCCESS;
  });
}

ENTRY cuStreamIsCapturing(void* stream, int* status) {
  return call("cuStreamIsCapturing", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    if (order == nullptr) return INVALID_HANDLE;
    if (!machine().recording_behind(*order).empty()) return CAPTURE_IMPLICIT;
    *status = order->capture == nullptr ? 0 : order->capture_broken ? 2 : 1;
    return SUCCESS;
  });
}

ENTRY cuGraphInstantiate_v2(Graph** executable, Graph* graph, void**, char*, size_t) {
  return call("cuGraphInstantiate", Needs::CONTEXT, [=](Context*) {
    std::shared_ptr<Graph> found = machine().graphs.find(graph);
    if (found == nullptr) return INVALID_HANDLE;
    *executable = machine().executable_graphs.add(std::make_shared<Graph>(*found));
    return SUCCESS;
  });
}

ENTRY cuGraphLaunch(Graph* executable, void* stream) {
  return call("cuGraphLaunch", Needs::CONTEXT, [=](Context* current) {
    std::shared_ptr<Stream> order = machine().stream(current, stream);
    std::shared_ptr<Graph> found = machine().executable_graphs.find(executable);
    if (order == nullptr || found == nullptr) return (int)INVALID_HANDLE;
    return machine().submit(order, [found] {
      for (const Work& work : found->work) work();
    });
  });
}

ENTRY cuGraphExecDestroy(Graph* executable) {
  return call("cuGraphExecDestroy", Needs::CONTEXT, [=](Context*) {
    return machine().executable_graphs.remove(executable) ? SUCCESS : INVALID_HANDLE;
  });
}

ENTRY cuGraphDestroy(Graph* graph) {
  return call("cuGraphDestroy", Needs::CONTEXT, [=](Context*) {
    return machine().graphs.remove(graph) ? SUCCESS : INVALID_HANDLE;
  });
}
