package io.tensorinit.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, unpacked into a clean folder by Debian's own tool, and run. */
class DebianPackageTest {
  @TempDir static Path root;

  @BeforeAll
  static void unpack() throws Exception {
    Installation.requireTool("dpkg-deb");
    dpkgDeb("-x", Installation.product(".deb").toString(), root.toString());
  }

  private static String dpkgDeb(String... arguments) throws Exception {
    ProcessBuilder dpkg = new ProcessBuilder("dpkg-deb");
    dpkg.command().addAll(List.of(arguments));
    return Installation.finish(dpkg.start()).assertDone().out();
  }

  @Test
  void itRunsFromItsLinkInUsrBin() throws Exception {
    Path link = root.resolve("usr/bin/tensorinit");
    assertTrue(Files.isSymbolicLink(link));
    var run = Installation.finish(Installation.start(link, root, "--version").start());
    assertEquals(
        "tensorinit " + System.getProperty("tensorinit.version") + "\n", run.assertDone().out());
  }

  @Test
  void itBringsManualCompletionAndCopyright() {
    for (String file :
        new String[] {
          "man/man1/tensorinit.1",
          "man/man1/tensorinit-init.1",
          "bash-completion/completions/tensorinit",
          "doc/tensorinit/copyright",
          "doc/tensorinit/licenses/README.md",
          "tensorinit/python/tensorinit_torch.py"
        }) {
      assertTrue(Files.exists(root.resolve("usr/share").resolve(file)), file);
    }
  }

  @Test
  void itAsksForARuntimeOf17() throws Exception {
    String deb = Installation.product(".deb").toString();
    assertEquals(
        "default-jre-headless (>= 2:1.17) | java17-runtime-headless\n",
        dpkgDeb("-f", deb, "Depends"));
    assertEquals("all\n", dpkgDeb("-f", deb, "Architecture"));
  }

  /** The sums that dpkg --verify compares later. */
  @Test
  void itsSumsAreThoseOfItsFiles() throws Exception {
    Installation.requireTool("md5sum");
    Path control = root.resolve("control");
    dpkgDeb("-e", Installation.product(".deb").toString(), control.toString());
    var sums =
        new ProcessBuilder("md5sum", "--check", "--quiet", control.resolve("md5sums").toString())
            .directory(root.toFile());
    Installation.finish(sums.start()).assertDone();
    assertTrue(Files.isExecutable(control.resolve("postinst")));
  }
}
