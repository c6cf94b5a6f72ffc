package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of many tensors is told to differ or to fail, and which are read together. */
class VerificationTest {
  private static final int SIZE = 5;

  @TempDir Path folder;

  /** Does jobs from the last fill to the first, and notes their sizes. */
  private static final class Jobs implements Backend {
    private final Backend backend = new PositionBackend();
    final List<Integer> sizes = new ArrayList<>();

    @Override
    public String name() {
      return "jobs";
    }

    @Override
    public String device() {
      return "none";
    }

    @Override
    public void fill(Fill fill, Destination destination) {
      backend.fill(fill, destination);
    }

    @Override
    public void fillAll(List<PlacedFill> fills) {
      sizes.add(fills.size());
      List<PlacedFill> reversed = new ArrayList<>(fills);
      Collections.reverse(reversed);
      reversed.forEach(each -> fill(each.fill(), each.destination()));
    }

    @Override
    public void close() {}
  }

  /**
   * A file in which each tensor is what a letter says: 'e' equal, 'd' different in its second
   * element, 'f' not to be read; a capital one is unpacked.
   */
  private record Letters(Model model, String letters) implements CheckpointReader {
    @Override
    public List<TensorInfo> tensors() {
      return model.parameters().stream()
          .map(it -> new TensorInfo(it.name(), StoredType.F32, it.shape()))
          .toList();
    }

    @Override
    public boolean isUnpacked(int tensor) {
      return Character.isUpperCase(letters.charAt(tensor));
    }

    @Override
    public void read(int tensor, long position, ByteBuffer into) throws IOException {
      char letter = Character.toLowerCase(letters.charAt(tensor));
      if (letter == 'f') {
        throw new IOException("tensor " + tensor);
      }
      into.order(ByteOrder.LITTLE_ENDIAN);
      for (long at = position / Float.BYTES; into.hasRemaining(); at++) {
        long key = model.parameters().get(tensor).key().value() & 0xff;
        into.putFloat((float) (at == 1 && letter == 'd' ? -1 : at + key));
      }
    }

    @Override
    public void close() {}
  }

  private static Model model(int tensors) {
    ModelBuilder model = Model.builder();
    for (int i = 0; i < tensors; i++) {
      model.parameter("t" + i, Shape.of(SIZE), Initializers.zeros());
    }
    return model.build();
  }

  private static Optional<Difference> difference(String letters, Backend backend) {
    Model model = model(letters.length());
    return new Verification(new Letters(model, letters), model, Set.of(), backend, Progress.NONE)
        .run()
        .difference();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed", "eded", "edf", "edfd", "eDf", "EDF", "edF", "Edfe", "eddF"})
  void theFirstDifferenceIsToldWhateverFailsBehindIt(String letters) {
    Difference.Value found = (Difference.Value) difference(letters, new Jobs()).orElseThrow();
    assertEquals("t1", found.tensor());
    assertEquals(List.of(1L), found.index());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ef", "efd", "effd", "eFd", "EFD", "efD"})
  void aFailureIsToldWhateverDiffersBehindIt(String letters) {
    UncheckedIOException found =
        assertThrows(UncheckedIOException.class, () -> difference(letters, new Jobs()));
    assertEquals("java.io.IOException: tensor 1", found.getMessage());
  }

  @Test
  void tensorsThatAreUnpackedAreReadAlone() {
    Jobs jobs = new Jobs();
    assertEquals(Optional.empty(), difference("eeeEEee", jobs));
    assertEquals(List.of(3, 1, 1, 2), jobs.sizes.stream().filter(size -> size > 0).toList());
  }

  @Test
  void aDifferenceIsToldBeforeADamagedCompressedTensor() throws IOException {
    Model model = model(3);
    Path stored = folder.resolve("stored.npz");
    Checkpoints.write(model, stored, new PositionBackend());
    Path file = folder.resolve("compressed.npz");
    compress(stored, file);
    assertEquals(Optional.empty(), Checkpoints.verify(model, file, new Jobs()).difference());

    byte[] bytes = Files.readAllBytes(file);
    int directory = 0; // the last member's entry, by its signature
    for (int i = 0; i < bytes.length - 4; i++) {
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
        directory = i;
      }
    }
    bytes[directory + 16] ^= 1; // its checksum
    Files.write(file, bytes);
    MalformedCheckpointException damaged =
        assertThrows(
            MalformedCheckpointException.class, () -> Checkpoints.verify(model, file, new Jobs()));
    assertTrue(damaged.getMessage().contains("\"t2.npy\" is damaged"), damaged.getMessage());

    Model other =
        Model.builder()
            .parameter("t0", Shape.of(SIZE), Initializers.zeros())
            .parameter("t1", Shape.of(SIZE), Initializers.zeros())
            .parameter("t2", Shape.of(SIZE), Initializers.zeros())
            .seed(Seed.of(1))
            .build();
    Difference.Value found =
        (Difference.Value) Checkpoints.verify(other, file, new Jobs()).difference().orElseThrow();
    assertEquals("t0", found.tensor());
  }

  private static void compress(Path stored, Path compressed) throws IOException {
    try (ZipInputStream in =
            new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(stored)));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(compressed))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
        out.closeEntry();
      }
    }
  }
}
