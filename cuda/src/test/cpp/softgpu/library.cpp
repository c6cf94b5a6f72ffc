#include "library.h"

#undef ENTRY
#include "machine.h"

namespace softgpu {

int library_call(const char* name, int no_context, const std::function<int()>& work) {
  int status = no_context;
  int code = call(name, Needs::NO_STRICT_CAPTURE, [&](Context*) {
    status = work();
    return SUCCESS;
  });
  return code == SUCCESS || code == INVALID_CONTEXT || code == CONTEXT_IS_DESTROYED ||
                 code == NOT_INITIALIZED
             ? status
             : code;
}

bool library_submit(void* stream, std::function<void()> work) {
  std::shared_ptr<Stream> order = machine().stream(current_contexts().back(), stream);
  return order != nullptr && machine().submit(order, std::move(work)) == SUCCESS;
}

bool library_holds(const void* from, size_t bytes, size_t alignment) {
  const Range* range = machine().memory.holding(from, bytes);
  return range != nullptr && range->kind == Kind::DEVICE && (uintptr_t)from % alignment == 0;
}

void library_handles(int change) { machine().library_handles += change; }

}  // namespace softgpu
