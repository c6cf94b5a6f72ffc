package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is taken for the linker's habits is what this machine's linker says of itself. */
class PlatformTest {
  private static final Path LINKER = Path.of("/lib64/ld-linux-x86-64.so.2");
  private static final String SYSTEM = " (system search path)";

  @Test
  void theFoldersOfTheLinkerAreSearched() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(LINKER), "the linker of Linux on x86-64 is here");
    Process help =
        new ProcessBuilder(LINKER.toString(), "--help").redirectErrorStream(true).start();
    String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    help.waitFor();
    List<Path> said =
        text.lines()
            .filter(line -> line.endsWith(SYSTEM))
            .map(line -> Path.of(line.strip().replace(SYSTEM, "")))
            .collect(Collectors.toList());
    assumeTrue(!said.isEmpty(), "glibc is 2.33 or newer, which says where it looks");
    List<Path> searched = Platform.current().libraryFolders();
    said.removeIf(searched::contains);
    assertEquals(List.of(), said);
    assertTrue(searched.contains(Path.of("/usr/lib64")), "of Fedora and its kin");
  }
}
