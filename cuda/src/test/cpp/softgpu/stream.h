// Streams, events and graphs: work in order, done when it is asked for or, where the driver is lazy,
// not before it is waited for.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace softgpu {

struct Context;

using Work = std::function<void()>;

class Stream;

// A place in a stream's work: after the first `count` pieces.
struct Point {
  std::shared_ptr<Stream> stream;
  uint64_t count;
};

// The driver's numbers.
enum class CaptureMode : int { GLOBAL, THREAD_LOCAL, RELAXED };

struct Graph {
  std::vector<Work> work;
};

class Stream {
 public:
  Stream(Context* context, bool blocking) : context(context), blocking(blocking) {}

  // Adds work, to be done once these points have passed.
  void add(Work work, std::vector<Point> after = {});

  // Does what there is up to the first `count` pieces, and what it depends on.
  void pass(uint64_t count);

  uint64_t added() const { return added_; }
  uint64_t passed() const { return passed_; }

  Context* const context;
  const bool blocking;  // waits for the default stream, and the default stream for it
  std::shared_ptr<Graph> capture;  // not null while work is recorded instead
  bool capture_broken = false;
  CaptureMode capture_mode = CaptureMode::GLOBAL;
  std::thread::id capture_thread;  // which began it

 private:
  struct Piece {
    Work work;
    std::vector<Point> after;
  };

  std::deque<Piece> pieces_;
  uint64_t added_ = 0;
  uint64_t passed_ = 0;
};

struct Event {
  Context* context;
  bool timed;
  Point recorded;
  bool captured = false;  // recorded last in a graph
  std::chrono::steady_clock::time_point time;
};

}  // namespace softgpu
