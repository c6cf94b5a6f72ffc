package io.tensorinit.checkpoint;

import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How often each code of a narrow type occurs in a tensor, which decides all of its statistics. */
final class CodeCounts {
  /** Fewer elements are looked at sooner than all codes. */
  private static final long LEAST_ELEMENTS = 1 << 18;

  private final StoredType type;
  private final long[] counts;

  private CodeCounts(StoredType type) {
    this.type = type;
    this.counts = new long[1 << type.bits()];
  }

  /** Whether it takes less time to count codes than to look at each value. */
  static boolean areWorthwhile(TensorInfo tensor) {
    return tensor.type().hasValues()
        && tensor.type().bits() <= Short.SIZE
        && tensor.shape().elementCount() >= LEAST_ELEMENTS;
  }

  /** Counts the codes of a tensor. */
  static CodeCounts of(StoredType type, TensorChunks chunks) {
    Queue<CodeCounts> spare = new ConcurrentLinkedQueue<>();
    chunks.bytes(
        bytes -> {
          CodeCounts mine = spare.poll();
          mine = mine != null ? mine : new CodeCounts(type);
          mine.take(bytes);
          spare.add(mine);
        });
    CodeCounts all = new CodeCounts(type);
    spare.forEach(all::add);
    return all;
  }

  private void take(ByteBuffer bytes) {
    int count = bytes.limit() / type.bytes();
    for (int from = 0; from < count; from += TensorChunks.TILE) {
      int to = Math.min(count, from + TensorChunks.TILE);
      if (type.bytes() == 1) {
        countBytes(bytes, from, to, counts);
      } else {
        countShorts(bytes, from, to, counts);
      }
    }
  }

  private static void countBytes(ByteBuffer bytes, int from, int to, long[] counts) {
    for (int i = from; i < to; i++) {
      counts[bytes.get(i) & 0xff]++;
    }
  }

  private static void countShorts(ByteBuffer bytes, int from, int to, long[] counts) {
    for (int i = from; i < to; i++) {
      counts[bytes.getShort(i * Short.BYTES) & 0xffff]++;
    }
  }

  private void add(CodeCounts more) {
    for (int code = 0; code < counts.length; code++) {
      counts[code] += more.counts[code];
    }
  }

  /** Counts, sum and range of the values. */
  ValueRange range(double end) {
    ValueRange range = new ValueRange(1, end);
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        range.take(type.partValue(code), counts[code]);
      }
    }
    return range;
  }

  /** Squares about the mean, and the histogram. */
  ValueSpread spread(double[] means, HistogramBins bins) {
    ValueSpread spread = new ValueSpread(means, bins);
    for (int code = 0; code < counts.length; code++) {
      if (counts[code] > 0) {
        spread.take(type.partValue(code), counts[code]);
      }
    }
    return spread;
  }
}
