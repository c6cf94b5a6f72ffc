// Device memory and pinned host memory: ranges of this process's memory with guards around them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace softgpu {

struct Context;

enum class Kind { DEVICE, PINNED };

struct Range {
  char* start;
  size_t bytes;
  Kind kind;
  Context* context;
  uint64_t id;
};

// Every range there is. Not for several threads at once.
class Memory {
 public:
  // Null if a device has less than this left. The contents are no zeros.
  char* allocate(size_t bytes, Kind kind, Context* context, size_t most);

  // False if nothing was allocated at this address, or it was freed. What was freed stays with this
  // library for a while, so that later writes to it are seen.
  bool free(const void* start, Kind kind);

  // The range that holds all of these bytes, null if there is none.
  const Range* holding(const void* from, size_t bytes) const;

  size_t used(Kind kind, const Context* context) const;
  size_t count(Kind kind) const;

  // Writes around ranges, and to freed ones, as far as they were found by now.
  size_t stray_writes();

 private:
  struct Block {
    char* memory;
    Range range;
  };

  void check_guards(const Block& block);
  void bury(const Block& block);
  void check_freed(const Block& block);

  std::map<uintptr_t, Block> blocks_;
  std::vector<Block> freed_;
  size_t freed_bytes_ = 0;
  size_t stray_writes_ = 0;
  uint64_t next_id_ = 1;
};

}  // namespace softgpu
