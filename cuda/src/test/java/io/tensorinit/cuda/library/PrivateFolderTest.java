package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files from jars lie in a folder of the user's alone, and are what they were in the jar. */
class PrivateFolderTest {
  private static final String RESOURCE = "io/tensorinit/cuda/ptx/SHA256SUMS";

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void onPosix() {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "permissions are POSIX's");
    root = temporary.resolve("cache").resolve("natives");
  }

  private Path unpack() {
    return new PrivateFolder(root).unpack(RESOURCE, getClass().getClassLoader(), "an:artifact");
  }

  private byte[] content() throws IOException {
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(RESOURCE)) {
      return in.readAllBytes();
    }
  }

  @Test
  void onlyTheOwnerCanOpenIt() throws IOException {
    Path file = unpack();
    assertArrayEquals(content(), Files.readAllBytes(file));
    for (Path folder : List.of(root, file.getParent())) {
      assertEquals(
          "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList(), "nothing else is left there");
    }
    assertEquals(file, unpack());
  }

  @Test
  void whatIsNotTheSameIsReplaced() throws IOException {
    Path file = unpack();
    Files.write(file, new byte[content().length]);
    assertArrayEquals(content(), Files.readAllBytes(unpack()));
    Files.delete(file);
    Files.createSymbolicLink(file, Files.write(temporary.resolve("elsewhere"), content()));
    assertTrue(Files.isRegularFile(unpack(), java.nio.file.LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws IOException {
    Files.createDirectories(root);
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    BackendException refused = assertThrows(BackendException.class, this::unpack);
    assertEquals(
        root + " must be open to its owner alone (mode 700), was rwxrwxrwx", refused.getMessage());
  }

  @Test
  void severalAtOnceFindTheSame() throws IOException {
    List<Path> files = IntStream.range(0, 16).parallel().mapToObj(unused -> unpack()).toList();
    assertEquals(1, files.stream().distinct().count());
    assertArrayEquals(content(), Files.readAllBytes(files.get(0)));
  }

  @Test
  void whatNoJarHasIsNamed() {
    BackendException refused =
        assertThrows(
            BackendException.class,
            () ->
                new PrivateFolder(root)
                    .unpack("lib/none.so", getClass().getClassLoader(), "an:artifact"));
    assertTrue(refused.getMessage().startsWith("lib/none.so is not on the class path"));
  }
}
