package io.tensorinit.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * jars.
 */
@Tag("launcher")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Maven is started by its POSIX script")
class ReproducibleBuildTest {
  private static final List<String> MODULES = List.of("core", "cpu-fallback", "cuda", "cli");
  private static final List<String> OTHER_MODULES = List.of("benchmarks");

  @TempDir Path parent;

  @Test
  @Timeout(300)
  void twoFoldersGiveTheSameJars() throws Exception {
    assumeTrue(mavenIsOnPath(), "Maven (mvn) is not on PATH");
    Path first = build("a", "Asia/Kolkata");
    Path second = build("another folder", "America/St_Johns");
    for (String module : MODULES) {
      Path jar = jar(first.resolve(module));
      Path other = jar(second.resolve(module));
      assertEquals(jar.getFileName(), other.getFileName());
      assertEquals(entries(jar), entries(other), jar.getFileName() + ": entries");
      assertEquals(-1, Files.mismatch(jar, other), jar.getFileName() + ": first differing byte");
    }
  }

  private static boolean mavenIsOnPath() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mvn")));
  }

  private Path build(String name, String timeZone) throws Exception {
    Path checkout = Checkout.realLauncher().toAbsolutePath().normalize().getParent();
    Path copy = Files.createDirectory(parent.resolve(name));
    copy(checkout.resolve("pom.xml"), copy.resolve("pom.xml"));
    copy(checkout.resolve(".mvn"), copy.resolve(".mvn"));
    for (String module : MODULES) {
      copy(checkout.resolve(module + "/src/main"), copy.resolve(module + "/src/main"));
    }
    copy(checkout.resolve("cpu-fallback/src/vector"), copy.resolve("cpu-fallback/src/vector"));
    for (String module : Stream.of(MODULES, OTHER_MODULES).flatMap(List::stream).toList()) {
      copy(checkout.resolve(module + "/pom.xml"), copy.resolve(module + "/pom.xml"));
    }
    List<String> command =
        new ArrayList<>(List.of("mvn", "-B", "-q", "-Dlauncher", "package", "-pl"));
    command.add(String.join(",", MODULES));
    ProcessBuilder maven = new ProcessBuilder(command).directory(copy.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().put("TZ", timeZone);
    String repository = System.getProperty("localRepository");
    maven
        .environment()
        .put(
            "MAVEN_OPTS",
            "-XX:TieredStopAtLevel=1"
                + (repository == null ? "" : " -Dmaven.repo.local=" + repository));
    Process process = maven.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
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

  private static Path jar(Path module) throws IOException {
    try (Stream<Path> files = Files.list(module.resolve("target/launcher"))) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
      assertEquals(1, jars.size(), jars.toString());
      return jars.get(0);
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
    assertTrue(
        entries.keySet().stream().anyMatch(name -> name.endsWith(".class")),
        entries.keySet().toString());
    return entries;
  }
}
