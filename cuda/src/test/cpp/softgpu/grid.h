// Where a thread of a kernel stands, and how a grid of them runs on the processor.
#pragma once
#include <stdint.h>
#include <functional>

namespace softgpu {

struct Triple {
  uint32_t x, y, z;
};

struct Standing {
  Triple thread, block, threads, blocks;
};

// The calling thread's own. Its address never changes, so the compiler may keep it.
__attribute__((const)) Standing& standing();

// Waits for the other threads of the block; `line` is the barrier's place in the source. Throws
// Fault where the threads of a block do not meet at one barrier.
void barrier(int line);

// What stops a device: the driver's error code, reported by later calls as a real device does.
struct Fault {
  int code;
};

constexpr int MISALIGNED_ADDRESS = 716;
constexpr int LAUNCH_FAILED = 719;

// The shared memory that the block was launched with.
void* shared_memory();

// Runs `kernel` once a thread. Blocks run on several processors at once; the threads of a block run
// one after the other, or, where they meet at barriers, each on a stack of its own. `order` is the
// seed of the order in which blocks and threads take their turns; 0: from the first to the last.
// Throws Fault.
void run(Triple blocks, Triple threads, uint32_t shared_bytes, bool barriers, uint64_t order,
         const std::function<void()>& kernel);

}  // namespace softgpu
