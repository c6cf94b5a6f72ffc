package io.tensorinit.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes a safetensors file to a stream, byte for byte as it would be on a disk: what stands before
 * the tensors is known beforehand, and the tensors follow in the {@link #order} of the file. For
 * one thread at a time.
 */
public final class SafetensorsStream {
  private final FileLayout layout;
  private final List<TensorInfo> tensors;
  private final OutputStream out;

  private SafetensorsStream(FileLayout layout, List<TensorInfo> tensors, OutputStream out) {
    this.layout = layout;
    this.tensors = List.copyOf(tensors);
    this.out = out;
  }

  /**
   * Begins a file: writes what stands before the tensors.
   *
   * @param out where the file goes; it is neither flushed nor closed
   * @param tensors its tensors
   * @return the stream
   * @throws IllegalArgumentException if such a file cannot hold the tensors, or two have the same
   *     name; nothing was written then
   * @throws IOException if {@code out} fails
   */
  public static SafetensorsStream begin(OutputStream out, List<TensorInfo> tensors)
      throws IOException {
    SafetensorsLayout layout = CheckpointFormat.safetensorsLayout(tensors);
    out.write(layout.frame());
    return new SafetensorsStream(layout, tensors, out);
  }

  /**
   * The order in which the tensors have to be written.
   *
   * @return their indexes in the list
   */
  public List<Integer> order() {
    return IntStream.range(0, tensors.size())
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(layout::position)
                .thenComparingLong(tensor -> tensors.get(tensor).byteCount()))
        .toList();
  }

  /**
   * Writes the next bytes.
   *
   * @param bytes an array-backed buffer whose bytes between position and limit are written
   * @throws IOException if the stream fails
   */
  public void write(ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
