package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.BackendException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries come from a jar, and from the library path only where no jar has them. */
class NativeFilesTest {
  private static final String FILE = "libPart.so";

  @TempDir Path temporary;
  private Path jar;
  private Path folder;

  @BeforeEach
  void makePlaces() throws IOException {
    jar = Files.createDirectories(temporary.resolve("jar"));
    folder = Files.createDirectories(temporary.resolve("folder"));
  }

  private Path find(String libraryPath) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      PrivateFolder unpacked = new PrivateFolder(temporary.resolve("cache").resolve("natives"));
      return NativeFiles.find(FILE, loader, unpacked, "an:artifact", libraryPath);
    }
  }

  @Test
  void theJarComesFirst() throws IOException {
    Files.writeString(Files.createDirectories(jar.resolve("lib")).resolve(FILE), "jar");
    Files.writeString(folder.resolve(FILE), "folder");
    assertEquals("jar", Files.readString(find(folder.toString())));
  }

  @Test
  void thenTheLibraryPath() throws IOException {
    Files.writeString(folder.resolve(FILE), "folder");
    Path found = find(String.join(File.pathSeparator, "", temporary.toString(), folder.toString()));
    assertEquals("folder", Files.readString(found));
    assertTrue(found.startsWith(temporary.resolve("cache")));
  }

  @Test
  void relativeFoldersArePassedOver() throws IOException {
    Files.writeString(folder.resolve(FILE), "folder");
    String relative = Path.of("").toAbsolutePath().relativize(folder).toString();
    BackendException refused = assertThrows(BackendException.class, () -> find(relative));
    assertTrue(refused.getMessage().startsWith("lib/" + FILE + " is not on the class path"));
  }
}
