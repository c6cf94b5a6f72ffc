package io.tensorinit.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds, in folders of other names, at another time and in another time zone, give the same
 * files: jars, the BOM, and the archives of the command; for a release sources and documentation,
 * too.
 */
@Tag("launcher")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Maven is started by its POSIX script")
class ReproducibleBuildTest {
  /** How many files are compared, besides sources and documentation. */
  private static final Map<String, Integer> FILES =
      Map.of("bom", 1, "core", 1, "cpu-fallback", 1, "cuda", 1, "cli", 1, "dist", 4);

  @TempDir Path parent;

  @Test
  @Timeout(300)
  void twoFoldersGiveTheSameFiles() throws Exception {
    compareBuilds(false);
  }

  @Test
  @Timeout(300)
  void twoFoldersGiveTheSameSourcesAndDocumentation() throws Exception {
    assumeTrue(
        Boolean.getBoolean("tensorinit.release"),
        "takes half a minute more: asked for by -Dtensorinit.release=true");
    compareBuilds(true);
  }

  private void compareBuilds(boolean released) throws Exception {
    assumeTrue(mavenIsOnPath(), "Maven (mvn) is not on PATH");
    Path first = build("a", "Asia/Kolkata", released);
    Path second = build("another folder", "America/St_Johns", released);
    assertBomStandsAlone(Files.readString(first.resolve("bom/target/launcher/.flattened-pom.xml")));
    for (String module : FILES.keySet()) {
      List<String> names = products(first.resolve(module));
      assertEquals(names, products(second.resolve(module)));
      boolean library = !module.equals("bom") && !module.equals("dist");
      assertEquals(
          FILES.get(module) + (released && library ? 2 : 0), names.size(), names.toString());
      for (String name : names) {
        Path file = first.resolve(module).resolve(name);
        Path other = second.resolve(module).resolve(name);
        if (name.endsWith(".jar")) {
          assertEquals(entries(file), entries(other), name + ": entries");
        }
        assertEquals(-1, Files.mismatch(file, other), name + ": first differing byte");
      }
    }
  }

  /** Who imports it gets no version but TensorInit's own. */
  private static void assertBomStandsAlone(String pom) {
    List<String> groups =
        Pattern.compile("<groupId>([^<]*)</groupId>")
            .matcher(pom)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .toList();
    assertEquals(List.of("io.tensorinit"), groups);
    assertFalse(pom.contains("<parent>") || pom.contains("<properties>"), pom);
  }

  private static boolean mavenIsOnPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
  }

  private Path build(String name, String timeZone, boolean released) throws Exception {
    Path checkout = Checkout.realLauncher().toAbsolutePath().normalize().getParent();
    Path copy = Files.createDirectory(parent.resolve(name));
    copy(checkout.resolve(".mvn"), copy.resolve(".mvn"));
    for (ProjectModel project : ProjectModel.all(checkout)) {
      copy(project.pom(), copy.resolve(checkout.relativize(project.pom()).toString()));
    }
    for (String module : FILES.keySet()) {
      if (!module.equals("bom")) {
        copy(checkout.resolve(module + "/src/main"), copy.resolve(module + "/src/main"));
      }
    }
    for (String other :
        List.of("LICENSE", "cpu-fallback/src/vector", "cli/examples", "cli/python")) {
      copy(checkout.resolve(other), copy.resolve(other));
    }
    List<String> options = new ArrayList<>(List.of("-Dlauncher"));
    if (released) {
      options.add("-Prelease");
    }
    options.addAll(List.of("package", "-pl", String.join(",", FILES.keySet())));
    OuterMaven.run(copy, timeZone, options);
    return copy;
  }

  /** Copies a file, or a folder with all it holds. The copies are new files, of their own time. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> walk = Files.walk(from)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(path, target);
        }
      }
    }
  }

  /** What a module's build leaves to be published, relative to the module. */
  private static List<String> products(Path module) throws IOException {
    try (Stream<Path> files = Files.list(module.resolve("target/launcher"))) {
      return files
          .map(file -> module.relativize(file).toString())
          .filter(name -> name.matches(".*([.](jar|zip|tar[.]gz|deb)|pom[.]xml)"))
          .sorted()
          .toList();
    }
  }

  /** A jar's entries with their times and what they hold: says where a difference is. */
  private static Map<String, String> entries(Path jar) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        CRC32 sum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
          sum.update(in.readAllBytes());
        }
        entries.put(entry.getName(), entry.getTimeLocal() + " " + Long.toHexString(sum.getValue()));
      }
    }
    return entries;
  }
}
