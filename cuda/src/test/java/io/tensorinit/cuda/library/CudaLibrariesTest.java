package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Libraries.Presence;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.Versioned;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each library by itself: what is said of a missing one, and that the redistributable jar supplies
 * just what the linker misses. The linker is a table of which file needs which.
 */
class CudaLibrariesTest {
  private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  private static final Map<String, List<String>> NEEDS =
      Map.of(
          "libJCusolver.so", List.of("libcusolver.so.11", "libcusolverMg.so.11"),
          "libcusolver.so.11", List.of("libcublas.so.11", "libcublasLt.so.11"),
          "libcusolverMg.so.11", List.of("libcublas.so.11", "libcublasLt.so.11"),
          "libJCublas2.so", List.of("libcublas.so.11"),
          "libcublas.so.11", List.of("libcublasLt.so.11"),
          "libJCurand.so", List.of("libcurand.so.10"));

  @TempDir Path temporary;
  private final Set<String> onSystem = new HashSet<>();
  private final List<String> loaded = new ArrayList<>();
  private final List<Library> opened = new ArrayList<>();
  private URLClassLoader classPath;

  @BeforeEach
  void withoutAJar() {
    classPath = new URLClassLoader(new URL[0], null);
  }

  @AfterEach
  void close() throws IOException {
    classPath.close();
  }

  private void withJarOf(String... files) throws IOException {
    Path jar = temporary.resolve("redist.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String name : files) {
        out.putNextEntry(new JarEntry(FOLDER + name));
        out.write(name.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
    classPath = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  /** As the JVM says it. */
  private void link(String file) {
    for (String needed : NEEDS.getOrDefault(file, List.of())) {
      if (!loaded.contains(needed) && !onSystem.contains(needed)) {
        throw new UnsatisfiedLinkError(
            "/cache/" + file + ": " + needed + ": cannot open shared object file: No such file");
      }
    }
    loaded.add(file);
  }

  private Versioned open(Library library) {
    opened.add(library);
    link(
        Map.of(
                Library.CURAND, "libJCurand.so",
                Library.CUBLAS, "libJCublas2.so",
                Library.CUSOLVER, "libJCusolver.so")
            .get(library));
    return () -> "11.2.3";
  }

  private CudaLibraries libraries(Function<Library, Versioned> opener) {
    PrivateFolder folder = new PrivateFolder(temporary.resolve("cache").resolve("natives"));
    return new CudaLibraries(
        opener,
        new RedistributableJar(
            folder,
            classPath,
            file -> {
              assertTrue(Files.isRegularFile(file));
              link(file.getFileName().toString());
            }));
  }

  private CudaLibraries libraries() {
    return libraries(this::open);
  }

  @Test
  void thePropertyTurnsThemOff() {
    onSystem.add("libcurand.so.10");
    assertEquals(
        new Presence(
            Library.CURAND,
            false,
            "not looked for: system property tensorinit.cuda.libraries is off"),
        findWithProperty("off"));
    assertEquals(
        "system property tensorinit.cuda.libraries must be auto or off, was none",
        findWithProperty("none").detail());
    assertTrue(findWithProperty("auto").found());
  }

  private Presence findWithProperty(String value) {
    System.setProperty(CudaLibraries.PROPERTY, value);
    try {
      return libraries().find(Library.CURAND);
    } finally {
      System.clearProperty(CudaLibraries.PROPERTY);
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertEquals(
        new Presence(
            Library.CUSOLVER,
            false,
            "libcusolver.so.11 not found: install CUDA 11.x's cuSOLVER, or put"
                + " org.bytedeco:cuda:11.8-8.6-1.5.8:linux-x86_64-redist on the class path"),
        libraries().find(Library.CUSOLVER));
    assertEquals(
        "libcurand.so.10 not found: install CUDA 10.x to 13.x's cuRAND, or put"
            + " org.bytedeco:cuda:11.8-8.6-1.5.8:linux-x86_64-redist on the class path",
        libraries().find(Library.CURAND).detail());
  }

  @Test
  void soIsOneThatAnotherLibraryNeeds() {
    onSystem.add("libcusolver.so.11");
    NEEDS.get("libcusolver.so.11").forEach(onSystem::add);
    assertTrue(
        libraries()
            .find(Library.CUSOLVER)
            .detail()
            .startsWith("libcusolverMg.so.11 not found: install CUDA 11.x's cuSOLVER, or put"));
  }

  @Test
  void aLibraryOfTheSystemIsUsedAndKept() {
    onSystem.add("libcurand.so.10");
    CudaLibraries libraries = libraries();
    assertEquals(
        new Presence(Library.CURAND, true, "11.2.3, from the system"),
        libraries.find(Library.CURAND));
    assertEquals(libraries.find(Library.CURAND), libraries.find(Library.CURAND));
    assertFalse(libraries.find(Library.CUBLAS).found());
    assertFalse(libraries.find(Library.CUBLAS).found());
    assertEquals(List.of(Library.CURAND, Library.CUBLAS), opened, "each is looked for once");
  }

  @Test
  void insistingOnAMissingLibraryIsAnError() {
    BackendException refused = assertThrows(BackendException.class, () -> libraries().solver());
    assertTrue(
        refused.getMessage().startsWith("cuSOLVER cannot be used: libcusolver.so.11 not found"),
        refused::getMessage);
  }

  @Test
  void theJarSuppliesWhatTheLinkerMissesAndNoMore() throws IOException {
    withJarOf(
        "libcurand.so.10",
        "libcublas.so.11",
        "libcublasLt.so.11",
        "libcusolver.so.11",
        "libcusolverMg.so.11");
    onSystem.add("libcublasLt.so.11");
    CudaLibraries libraries = libraries();
    String fromJar = "11.2.3, from the redistributable jar on the class path";
    assertEquals(new Presence(Library.CUSOLVER, true, fromJar), libraries.find(Library.CUSOLVER));
    assertEquals(
        List.of("libcublas.so.11", "libcusolver.so.11", "libcusolverMg.so.11", "libJCusolver.so"),
        loaded);
    assertEquals(fromJar, libraries.find(Library.CUBLAS).detail(), "though found at once");
  }

  @Test
  void aLibraryThatStaysMissingEndsTheSearch() throws IOException {
    withJarOf("libcurand.so.10");
    CudaLibraries libraries =
        libraries(
            library -> {
              throw new UnsatisfiedLinkError("/cache/a.so: libcurand.so.10: cannot open");
            });
    assertTrue(libraries.find(Library.CURAND).detail().startsWith("libcurand.so.10 not found"));
  }

  @Test
  void otherFaultsAreSaidInOneLine() {
    assertEquals(
        "cannot be loaded: /cache/a.so: undefined symbol: curandNew",
        libraries(
                library -> {
                  throw new UnsatisfiedLinkError("/cache/a.so: undefined symbol: curandNew\nmore");
                })
            .find(Library.CURAND)
            .detail());
    assertEquals(
        "curandGetProperty failed with 999 (CURAND_STATUS_INTERNAL_ERROR)",
        libraries(
                library ->
                    () -> {
                      throw new CudaException(
                          "curandGetProperty", 999, "CURAND_STATUS_INTERNAL_ERROR", "");
                    })
            .find(Library.CURAND)
            .detail());
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "permissions are POSIX's");
    withJarOf("libcurand.so.10");
    PrivateFolder folder = new PrivateFolder(temporary.resolve("natives"));
    Path file = folder.unpackLarge(FOLDER + "libcurand.so.10", classPath).orElseThrow();
    assertEquals("libcurand.so.10", Files.readString(file));
    Files.writeString(file, "libcurand.so.1x");
    folder.unpackLarge(FOLDER + "libcurand.so.10", classPath);
    assertEquals("libcurand.so.10", Files.readString(file));
    assertEquals(Optional.empty(), folder.unpackLarge(FOLDER + "libcuda.so", classPath));
  }

  @Test
  void messagesInOtherLanguagesNameTheLibraryToo() {
    assertEquals(
        Optional.of("libcublasLt.so.11"),
        MissingLibrary.in(
            new UnsatisfiedLinkError(
                "/c/libJ.so: libcublasLt.so.11: Kann die Datei nicht öffnen: Nicht gefunden")));
    assertEquals(
        Optional.empty(),
        MissingLibrary.in(
            new UnsatisfiedLinkError(
                "/c/libJ.so: /lib/libm.so.6: version `GLIBC_2.29' not found (required by it)")));
    assertEquals(Optional.empty(), MissingLibrary.in(new UnsatisfiedLinkError()));
  }
}
