package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void appearsOnlyWhenCommitted() throws IOException {
    Path target = folder.resolve("out");
    Files.writeString(target, "old");
    try (AtomicFile file = AtomicFile.create(target)) {
      ChannelIo.write(file.channel(), 0, new byte[] {'n', 'e', 'w'});
      assertEquals("old", Files.readString(target));
      file.commit();
      assertEquals("new", Files.readString(target));
    }
    assertEquals(List.of(target), contents());
  }

  @Test
  void leavesNothingWithoutCommit() throws IOException {
    Path target = folder.resolve("out");
    Files.writeString(target, "old");
    AtomicFile file = AtomicFile.create(target);
    ChannelIo.write(file.channel(), 0, new byte[1000]);
    assertEquals(2, contents().size());
    file.close();
    file.close();
    assertEquals(List.of(target), contents());
    assertEquals("old", Files.readString(target));
  }

  @Test
  void replacesWhatALinkLeadsTo() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("other", "target"));
    try (AtomicFile file = AtomicFile.create(link)) {
      file.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.isRegularFile(other.resolve("target")));
  }

  @Test
  void keepsPermissions() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "the file system knows no POSIX permissions");
    Path target = folder.resolve("out");
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    try (AtomicFile file = AtomicFile.create(target)) {
      file.commit();
    }
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
  }

  @Test
  void refusesPlacesThatCannotBeWritten() throws IOException {
    Path missing = folder.resolve("missing").resolve("out");
    assertRefused(missing, "the folder " + missing.getParent() + " does not exist");
    Path directory = Files.createDirectory(folder.resolve("folder"));
    assertRefused(directory, "it is a folder");
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, Path.of("circle"));
    assertRefused(circle, "its symbolic links lead in a circle");
    assumeTrue(Files.exists(Path.of("/dev/full")), "the system has no /dev/full");
    assertRefused(Path.of("/dev/full"), "it is not an ordinary file");
  }

  @Test
  void refusesWhatIsProtected() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Path file = Files.writeString(folder.resolve("protected"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assertRefused(file, "it is write-protected");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertRefused(closed.resolve("out"), "no permission to write in its folder");
  }

  private static void assertRefused(Path file, String reason) {
    assertEquals(
        "cannot write " + file + ": " + reason,
        assertThrows(IOException.class, () -> AtomicFile.create(file)).getMessage());
  }

  @Test
  void reportsAFileTakenAwayMeanwhile() throws IOException {
    Path target = folder.resolve("out");
    AtomicFile file = AtomicFile.create(target);
    Files.delete(contents().get(0));
    String message = assertThrows(IOException.class, file::commit).getMessage();
    assertTrue(message.startsWith("cannot write " + target + ": "), message);
    assertFalse(Files.exists(target));
  }

  private List<Path> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
