#include "grid.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

namespace softgpu {
namespace {

thread_local Standing here;

// Numbers drawn from a seed. Source: G. L. Steele, D. Lea, C. H. Flood (2014), Fast splittable
// pseudorandom number generators, OOPSLA.
class Draws {
 public:
  explicit Draws(uint64_t seed) : state_(seed) {}

  // Below a bound.
  uint64_t next(uint64_t bound) {
    uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return (z ^ z >> 31) % bound;
  }

 private:
  uint64_t state_;
};

// In which order a launch's blocks take their turns.
class BlockOrder {
 public:
  BlockOrder(uint64_t count, uint64_t seed) : count_(count), start_(0), step_(1) {
    if (seed == 0 || count == 0) return;
    Draws draws(seed);
    start_ = draws.next(count);
    do step_ = 1 + draws.next(count);
    while (std::gcd(step_, count) != 1);
  }

  uint64_t at(uint64_t turn) const {
    return (uint64_t)((start_ + (unsigned __int128)turn * step_) % count_);
  }

 private:
  uint64_t count_, start_, step_;
};

// In which order the threads of a block take their turns; another one each time.
class ThreadOrder {
 public:
  ThreadOrder(uint32_t count, uint64_t seed) : threads_(count), shuffles_(seed != 0), draws_(seed) {
    for (uint32_t i = 0; i < count; i++) threads_[i] = i;
  }

  const std::vector<uint32_t>& next() {
    for (size_t i = threads_.size(); shuffles_ && i > 1; i--) {
      std::swap(threads_[i - 1], threads_[draws_.next(i)]);
    }
    return threads_;
  }

 private:
  std::vector<uint32_t> threads_;
  bool shuffles_;
  Draws draws_;
};

Triple thread_at(uint32_t index, const Triple& threads) {
  return {index % threads.x, index / threads.x % threads.y, index / threads.x / threads.y};
}

// The shared memory of the block that a processor runs, with a guard behind it.
class SharedMemory {
 public:
  explicit SharedMemory(uint32_t bytes) : lines_(bytes / sizeof(Line) + 1 + GUARD) {}

  // What another block left, no zeros.
  void prepare() { std::memset(lines_.data(), JUNK, lines_.size() * sizeof(Line)); }

  void* start() { return lines_.data(); }

  bool is_whole() const {
    for (size_t i = lines_.size() - GUARD; i < lines_.size(); i++) {
      for (uint8_t byte : lines_[i].bytes) {
        if (byte != JUNK) return false;
      }
    }
    return true;
  }

 private:
  static constexpr size_t GUARD = 64;
  static constexpr uint8_t JUNK = 0xA5;
  struct alignas(16) Line {
    uint8_t bytes[16];
  };
  std::vector<Line> lines_;
};

thread_local SharedMemory* shared = nullptr;

// Saves the callee's registers on the running stack, keeps its top, and goes on where another stopped.
asm(R"(
.text
.type softgpu_switch, @function
softgpu_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size softgpu_switch, . - softgpu_switch
)");
extern "C" __attribute__((visibility("hidden"))) void softgpu_switch(void** from, void* to);

class Fibers;
thread_local Fibers* running = nullptr;

// The threads of one block, each on its own stack, taking turns from barrier to barrier.
class Fibers {
 public:
  uint32_t count() const { return (uint32_t)stacks_.size(); }

  explicit Fibers(uint32_t count) : stacks_(count) {
    for (Stack& stack : stacks_) stack.memory.reset(new char[STACK_BYTES]);
  }

  void run(const Triple& threads, ThreadOrder& order, const std::function<void()>& kernel) {
    kernel_ = &kernel;
    fault_ = 0;
    for (Stack& stack : stacks_) stack.prepare();
    Fibers* before = running;
    running = this;
    uint32_t left = (uint32_t)stacks_.size();
    while (left > 0 && fault_ == 0) left = round(threads, order.next());
    running = before;
    if (fault_ != 0) throw Fault{fault_};
  }

  void wait(int line) {
    stacks_[turn_].barrier = line;
    softgpu_switch(&stacks_[turn_].top, scheduler_);
  }

 private:
  static constexpr size_t STACK_BYTES = 64 << 10;

  struct Stack {
    std::unique_ptr<char[]> memory;
    void* top;
    int barrier;

    void prepare() {
      auto end = ((uintptr_t)memory.get() + STACK_BYTES) & ~(uintptr_t)15;
      // six registers, the place to go on, and what a call would have left above it
      void** frame = (void**)end - 8;
      for (int i = 0; i < 6; i++) frame[i] = nullptr;
      frame[6] = (void*)&Fibers::enter;
      frame[7] = nullptr;
      top = frame;
      barrier = -1;
    }
  };

  static constexpr int FINISHED = 0;  // no line of a source

  // Every thread runs up to its next barrier; all must stop at the same one, or finish.
  uint32_t round(const Triple& threads, const std::vector<uint32_t>& order) {
    uint32_t left = 0;
    for (uint32_t thread : order) {
      turn_ = thread;
      here.thread = thread_at(thread, threads);
      softgpu_switch(&scheduler_, stacks_[thread].top);
      if (stacks_[thread].barrier != stacks_[order[0]].barrier) fault_ = LAUNCH_FAILED;
      if (stacks_[thread].barrier != FINISHED) left++;
    }
    return left;
  }

  static void enter() {
    Fibers& fibers = *running;
    try {
      (*fibers.kernel_)();
    } catch (const Fault& fault) {
      fibers.fault_ = fault.code;
    }
    fibers.wait(FINISHED);
    abort();
  }

  std::vector<Stack> stacks_;
  const std::function<void()>* kernel_ = nullptr;
  void* scheduler_ = nullptr;
  uint32_t turn_ = 0;
  int fault_ = 0;
};

// Stacks that are not in use, kept for the next launch.
std::vector<std::unique_ptr<Fibers>> idle;
std::mutex idle_mutex;

std::unique_ptr<Fibers> take_fibers(uint32_t count) {
  std::lock_guard<std::mutex> lock(idle_mutex);
  for (auto& fibers : idle) {
    if (fibers->count() == count) {
      std::swap(fibers, idle.back());
      std::unique_ptr<Fibers> taken = std::move(idle.back());
      idle.pop_back();
      return taken;
    }
  }
  return std::make_unique<Fibers>(count);
}

void give_back(std::unique_ptr<Fibers> fibers) {
  std::lock_guard<std::mutex> lock(idle_mutex);
  idle.push_back(std::move(fibers));
}

void run_in_turn(const Triple& threads, const std::vector<uint32_t>& order,
                 const std::function<void()>& kernel) {
  for (uint32_t thread : order) {
    here.thread = thread_at(thread, threads);
    kernel();
  }
}

void run_blocks(const Triple& blocks, const Triple& threads, uint32_t shared_bytes, bool barriers,
                uint64_t seed, const std::function<void()>& kernel, std::atomic<uint64_t>& next,
                std::atomic<int>& fault) {
  uint32_t of_block = threads.x * threads.y * threads.z;
  std::unique_ptr<Fibers> fibers = barriers ? take_fibers(of_block) : nullptr;
  uint64_t count = (uint64_t)blocks.x * blocks.y * blocks.z;
  BlockOrder order(count, seed);
  SharedMemory memory(shared_bytes);
  shared = &memory;
  here.threads = threads;
  here.blocks = blocks;
  for (uint64_t turn = next++; turn < count && fault == 0; turn = next++) {
    uint64_t b = order.at(turn);
    ThreadOrder thread_order(of_block, seed == 0 ? 0 : seed + b);
    here.block = {(uint32_t)(b % blocks.x), (uint32_t)(b / blocks.x % blocks.y),
                  (uint32_t)(b / blocks.x / blocks.y)};
    memory.prepare();
    try {
      if (barriers) {
        fibers->run(threads, thread_order, kernel);
      } else {
        run_in_turn(threads, thread_order.next(), kernel);
      }
    } catch (const Fault& stopped) {
      fault = stopped.code;
    }
    if (!memory.is_whole()) fault = LAUNCH_FAILED;
  }
  shared = nullptr;
  if (barriers) give_back(std::move(fibers));
}

}  // namespace

Standing& standing() { return here; }

void* shared_memory() { return shared->start(); }

void barrier(int line) {
  if (running == nullptr) throw Fault{LAUNCH_FAILED};
  running->wait(line);
}

void run(Triple blocks, Triple threads, uint32_t shared_bytes, bool barriers, uint64_t order,
         const std::function<void()>& kernel) {
  std::atomic<uint64_t> next{0};
  std::atomic<int> fault{0};
  uint64_t count = (uint64_t)blocks.x * blocks.y * blocks.z;
  uint64_t helpers = std::thread::hardware_concurrency();
  if (helpers > count) helpers = count;
  std::vector<std::thread> workers;
  for (uint64_t i = 1; i < helpers; i++) {
    workers.emplace_back(
        [&] { run_blocks(blocks, threads, shared_bytes, barriers, order, kernel, next, fault); });
  }
  run_blocks(blocks, threads, shared_bytes, barriers, order, kernel, next, fault);
  for (std::thread& worker : workers) worker.join();
  if (fault != 0) throw Fault{fault};
}

}  // namespace softgpu
