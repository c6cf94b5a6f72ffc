package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is interrupted hears of it, stays interrupted, and leaves nothing half-done. */
class InterruptTest {
  private static final Model MODEL =
      Model.builder()
          .seed(Seed.of(1))
          .parameter("a", Shape.of(300, 300), Initializers.normal(0, 1))
          .parameter("b", Shape.of(70_000), Initializers.uniform(0, 1))
          .parameter("c", Shape.of(3), Initializers.ones())
          .build();

  @TempDir private Path folder;
  private final Backend backend = new CpuBackend(2);
  private Path file;
  private byte[] before;

  @BeforeEach
  void writeAFile() throws IOException {
    file = folder.resolve("model.safetensors");
    Checkpoints.write(MODEL, file, backend);
    before = Files.readAllBytes(file);
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    backend.close();
  }

  private void assertInterrupted(String message, Executable call) throws IOException {
    Thread.currentThread().interrupt();
    assertHeard(message, call);
  }

  private void assertHeard(String message, Executable call) throws IOException {
    InterruptedIOException heard = assertThrows(InterruptedIOException.class, call);
    assertTrue(Thread.interrupted(), "the thread stays interrupted");
    assertEquals(message, heard.getMessage());
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void aFileThatIsWrittenStaysAsItWas() throws IOException {
    String message = "cannot write " + file + ": the thread was interrupted";
    assertInterrupted(message, () -> Checkpoints.write(MODEL, file, backend));
    Progress interrupting =
        new Progress() {
          @Override
          public void finished(Parameter parameter) {
            if (parameter.name().equals("b")) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertHeard(message, () -> Checkpoints.write(MODEL, file, backend, interrupting));
  }

  @Test
  void aFileThatIsReadIsLeft() throws IOException {
    String message = "cannot read " + file + ": the thread was interrupted";
    assertInterrupted(message, () -> Checkpoints.verify(MODEL, file, backend));
    assertInterrupted(message, () -> Checkpoints.inspect(file));
    Progress interrupting =
        new Progress() {
          @Override
          public void begin(long bytes) {
            Thread.currentThread().interrupt();
          }
        };
    assertHeard(message, () -> Checkpoints.verify(MODEL, file, backend, interrupting));
    assertHeard(message, () -> Checkpoints.inspect(file, interrupting));
  }

  @Test
  void aStoreIsFilledAllTheSame() throws IOException {
    try (Weights weights = Weights.of(MODEL, backend)) {
      Thread.currentThread().interrupt();
      assertEquals(1, weights.values("c").get(2));
      assertEquals(90_000, weights.values("a").floats().length);
      assertTrue(Thread.interrupted());
      assertInterrupted(
          "cannot write " + file + ": the thread was interrupted", () -> weights.write(file));
      assertInterrupted(
          "cannot read " + file + ": the thread was interrupted", () -> weights.load(file));
      assertFalse(weights.values("b").isInitialized());
      weights.load(file);
      assertTrue(weights.verify(file).isEqual());
    }
  }

  @Test
  void aFillOfAFileSaysThatItsChannelIsClosed() throws IOException {
    Path other = folder.resolve("raw");
    try (FileChannel channel =
        FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Parameter parameter = MODEL.parameters().get(0);
      Destination destination = Destination.file(channel, 0, parameter.bytes());
      try (Backend alone = new CpuBackend(1)) { // others might write before this thread has to
        Thread.currentThread().interrupt();
        UncheckedIOException heard =
            assertThrows(
                UncheckedIOException.class,
                () -> alone.fill(parameter.fill(Region.whole()), destination));
        assertTrue(Thread.interrupted());
        assertTrue(heard.getCause() instanceof ClosedChannelException);
      }
    }
  }
}
