package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The statistics of a file's tensors, in two passes over each: the first finds range and mean, the
 * second squares and the histogram. Chunks are looked at in parallel and summed up in their order,
 * so that the numbers do not depend on the number of threads.
 */
final class Inspection {
  static final int BINS = 64;
  private static final int CHUNK_BYTES = 1 << 18;

  private final CheckpointReader reader;
  private final int tensor;
  private final TensorInfo info;
  private final Progress progress;

  private Inspection(CheckpointReader reader, int tensor, TensorInfo info, Progress progress) {
    this.reader = reader;
    this.tensor = tensor;
    this.info = info;
    this.progress = progress;
  }

  static List<TensorStatistics> of(CheckpointReader reader, Progress progress) throws IOException {
    List<TensorInfo> tensors = reader.tensors();
    progress.begin(
        2
            * tensors.stream()
                .filter(tensor -> tensor.type().hasValues())
                .mapToLong(TensorInfo::byteCount)
                .sum());
    return IntStream.range(0, tensors.size())
        .mapToObj(i -> statistics(reader, i, tensors.get(i), progress))
        .toList();
  }

  private static TensorStatistics statistics(
      CheckpointReader reader, int tensor, TensorInfo info, Progress progress) {
    return info.type().hasValues()
        ? new Inspection(reader, tensor, info, progress).statistics()
        : TensorStatistics.withoutValues(info);
  }

  private TensorStatistics statistics() {
    try {
      reader.requireIntact(tensor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ValueRange range = new ValueRange(info.type().parts());
    double end = info.type().dtype().map(DType::maxValue).orElse(Double.POSITIVE_INFINITY);
    chunks(values -> ValueRange.of(values, info.type().parts(), end)).forEach(range::add);
    double[] means = range.means();
    double[] edges =
        range.isEmpty() ? new double[0] : Histogram.edges(range.least(), range.most(), BINS);
    ValueSpread spread = new ValueSpread(edges);
    chunks(values -> ValueSpread.of(values, means, edges)).forEach(spread::add);
    return new TensorStatistics(
        info,
        info.shape().elementCount(),
        means[0],
        Math.sqrt(info.type().parts() * spread.meanSquare()),
        range.min(),
        range.max(),
        range.zeros(),
        range.nan(),
        range.infinite(),
        range.largest(),
        spread.histogram());
  }

  /** What a function makes of each chunk of the tensor, in the order of the chunks. */
  private <R> List<R> chunks(Function<double[], R> look) {
    int chunkBytes = CHUNK_BYTES / info.type().bytes() * info.type().bytes();
    long chunks = (info.byteCount() + chunkBytes - 1) / chunkBytes;
    return LongStream.range(0, chunks)
        .parallel()
        .mapToObj(chunk -> look.apply(values(chunk * chunkBytes, chunkBytes)))
        .toList();
  }

  private double[] values(long position, int most) {
    int bytes = (int) Math.min(most, info.byteCount() - position);
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      reader.read(tensor, position, buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.advance(bytes);
    return info.type().partValues(buffer.flip());
  }
}
