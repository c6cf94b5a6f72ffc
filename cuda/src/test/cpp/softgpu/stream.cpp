#include "stream.h"

#include <utility>

namespace softgpu {

void Stream::add(Work work, std::vector<Point> after) {
  pieces_.push_back({std::move(work), std::move(after)});
  added_++;
}

void Stream::pass(uint64_t count) {
  while (passed_ < count) {
    Piece piece = std::move(pieces_.front());
    pieces_.pop_front();
    for (const Point& point : piece.after) point.stream->pass(point.count);
    passed_++;
    piece.work();
  }
}

}  // namespace softgpu
