package io.tensorinit.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers how it failed: printing does not stop at a fault. */
final class DataStream extends FilterOutputStream {
  private @Nullable IOException failure;

  DataStream(OutputStream out) {
    super(out);
  }

  /** Why something could not be written; a reader that has read enough is no failure. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure).filter(e -> !readerIsGone(e));
  }

  private static boolean readerIsGone(IOException e) {
    return String.valueOf(e.getMessage()).contains("Broken pipe");
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    if (failure == null) {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public void flush() {
    if (failure == null) {
      try {
        out.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }
}
