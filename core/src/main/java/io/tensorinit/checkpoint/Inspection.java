package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * The statistics of a file's tensors. Of large tensors of 8 or 16 bits an element it counts how
 * often each code occurs, and needs one pass. Of others it needs two: the first finds range and
 * mean, the second squares and the histogram. Chunks are looked at in parallel and summed up in
 * their order, so that the numbers do not depend on the number of threads.
 */
final class Inspection {
  static final int BINS = 64;

  private final TensorInfo info;
  private final TensorChunks chunks;

  private Inspection(TensorInfo info, TensorChunks chunks) {
    this.info = info;
    this.chunks = chunks;
  }

  static List<TensorStatistics> of(CheckpointReader reader, Progress progress) throws IOException {
    List<TensorInfo> tensors = reader.tensors();
    progress.begin(
        tensors.stream()
            .filter(tensor -> tensor.type().hasValues())
            .mapToLong(tensor -> passes(tensor) * tensor.byteCount())
            .sum());
    Queue<TensorChunks.Scratch> spare = new ConcurrentLinkedQueue<>();
    return IntStream.range(0, tensors.size())
        .mapToObj(tensor -> statistics(reader, tensor, spare, progress))
        .toList();
  }

  private static int passes(TensorInfo tensor) {
    return CodeCounts.areWorthwhile(tensor) ? 1 : 2;
  }

  private static TensorStatistics statistics(
      CheckpointReader reader, int tensor, Queue<TensorChunks.Scratch> spare, Progress progress) {
    TensorInfo info = reader.tensors().get(tensor);
    if (!info.type().hasValues()) {
      return TensorStatistics.withoutValues(info);
    }
    try {
      reader.requireIntact(tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Inspection(info, new TensorChunks(reader, tensor, spare, progress)).statistics();
  }

  private TensorStatistics statistics() {
    int parts = info.type().parts();
    double end = info.type().dtype().map(DType::maxValue).orElse(Double.POSITIVE_INFINITY);
    if (CodeCounts.areWorthwhile(info)) {
      CodeCounts counts = CodeCounts.of(info.type(), chunks);
      ValueRange range = counts.range(end);
      return statistics(range, counts.spread(range.means(), bins(range)));
    }
    ValueRange range = new ValueRange(parts, end);
    chunks.look(() -> new ValueRange(parts, end), ValueRange::take).forEach(range::add);
    double[] means = range.means();
    HistogramBins bins = bins(range);
    ValueSpread spread = new ValueSpread(means, bins);
    chunks.look(() -> new ValueSpread(means, bins), ValueSpread::take).forEach(spread::add);
    return statistics(range, spread);
  }

  private static HistogramBins bins(ValueRange range) {
    return new HistogramBins(
        range.isEmpty() ? new double[0] : Histogram.edges(range.least(), range.most(), BINS));
  }

  private TensorStatistics statistics(ValueRange range, ValueSpread spread) {
    return new TensorStatistics(
        info,
        info.shape().elementCount(),
        range.means()[0],
        Math.sqrt(info.type().parts() * spread.meanSquare()),
        range.min(),
        range.max(),
        range.zeros(),
        range.nan(),
        range.infinite(),
        range.largest(),
        spread.histogram());
  }
}
