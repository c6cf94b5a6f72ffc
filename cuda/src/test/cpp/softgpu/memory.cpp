#include "memory.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace softgpu {
namespace {

constexpr size_t ALIGNMENT = 512;  // cuMemAlloc's addresses are multiples of 256 at least
constexpr size_t GUARD = ALIGNMENT;
constexpr char GUARD_BYTE = (char)0xA5;
constexpr char FRESH_BYTE = (char)0xCD;
constexpr char FREED_BYTE = (char)0xDD;
constexpr size_t MOST_FREED = 64 << 20;

bool is_all(const char* from, size_t bytes, char value) {
  return bytes == 0 || (from[0] == value && memcmp(from, from + 1, bytes - 1) == 0);
}

}  // namespace

char* Memory::allocate(size_t bytes, Kind kind, Context* context, size_t most) {
  if (kind == Kind::DEVICE && (bytes > most || used(kind, context) > most - bytes)) return nullptr;
  size_t padded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  auto* memory = (char*)aligned_alloc(ALIGNMENT, padded + 2 * GUARD);
  if (memory == nullptr) return nullptr;
  char* start = memory + GUARD;
  memset(memory, GUARD_BYTE, GUARD);
  memset(start, FRESH_BYTE, bytes);
  memset(start + bytes, GUARD_BYTE, padded - bytes + GUARD);
  blocks_[(uintptr_t)start] = {memory, {start, bytes, kind, context, next_id_++}};
  return start;
}

bool Memory::free(const void* start, Kind kind) {
  auto found = blocks_.find((uintptr_t)start);
  if (found == blocks_.end() || found->second.range.kind != kind) return false;
  Block block = found->second;
  blocks_.erase(found);
  check_guards(block);
  bury(block);
  return true;
}

void Memory::check_guards(const Block& block) {
  const Range& range = block.range;
  if (!is_all(block.memory, GUARD, GUARD_BYTE) ||
      !is_all(range.start + range.bytes, GUARD, GUARD_BYTE)) {
    stray_writes_++;
  }
}

void Memory::check_freed(const Block& block) {
  if (!is_all(block.range.start, block.range.bytes, FREED_BYTE)) stray_writes_++;
}

void Memory::bury(const Block& block) {
  if (block.range.bytes > MOST_FREED) {
    ::free(block.memory);
    return;
  }
  memset(block.range.start, FREED_BYTE, block.range.bytes);
  freed_.push_back(block);
  freed_bytes_ += block.range.bytes;
  while (freed_bytes_ > MOST_FREED) {
    Block oldest = freed_.front();
    freed_.erase(freed_.begin());
    freed_bytes_ -= oldest.range.bytes;
    check_freed(oldest);
    ::free(oldest.memory);
  }
}

const Range* Memory::holding(const void* from, size_t bytes) const {
  auto after = blocks_.upper_bound((uintptr_t)from);
  if (after == blocks_.begin()) return nullptr;
  const Range& range = std::prev(after)->second.range;
  size_t offset = (size_t)((const char*)from - range.start);
  return offset < range.bytes && bytes <= range.bytes - offset ? &range : nullptr;
}

size_t Memory::used(Kind kind, const Context* context) const {
  size_t bytes = 0;
  for (const auto& block : blocks_) {
    const Range& range = block.second.range;
    if (range.kind == kind && range.context == context) bytes += range.bytes;
  }
  return bytes;
}

size_t Memory::count(Kind kind) const {
  return (size_t)std::count_if(blocks_.begin(), blocks_.end(), [kind](const auto& block) {
    return block.second.range.kind == kind;
  });
}

size_t Memory::stray_writes() {
  for (const auto& block : blocks_) check_guards(block.second);
  for (const Block& block : freed_) check_freed(block);
  return stray_writes_;
}

}  // namespace softgpu
