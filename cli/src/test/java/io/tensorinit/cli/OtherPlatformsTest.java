package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Maven resolves for the command on a platform that JCuda has no native library for, and how
 * the command fares with it.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "JCuda's natives for Linux are asked for")
class OtherPlatformsTest {
  private static final String ANSWER = "class-path.txt";

  @TempDir Path folder;

  /** The command's class path for an architecture; Maven sees the poms alone. */
  private List<Path> classPath(String architecture) throws Exception {
    for (Path pom : poms(Path.of(".."))) {
      Path copy = folder.resolve(Path.of("..").relativize(pom).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(pom, copy);
    }
    CommandRun maven =
        ChildCommand.run(
            new ProcessBuilder(
                    "mvn",
                    "-q",
                    "-B",
                    "-Dlauncher",
                    "-Dos.arch=" + architecture,
                    "-pl",
                    "cli",
                    "-am",
                    "compile",
                    "dependency:build-classpath",
                    "-Dmdep.includeScope=runtime",
                    "-Dmdep.outputFile=" + ANSWER)
                .directory(folder.toFile()));
    assertEquals(0, maven.exitCode(), maven.out() + maven.err());
    return paths(Files.readString(folder.resolve("cli").resolve(ANSWER)));
  }

  /** Those of a folder and of the two levels of modules below it. */
  private static List<Path> poms(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder, 3)) {
      return found
          .filter(file -> file.endsWith("pom.xml") && !file.getParent().endsWith("target"))
          .toList();
    }
  }

  private static List<Path> paths(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
  }

  private static List<String> natives(List<Path> classPath) {
    return classPath.stream()
        .map(path -> path.getFileName().toString())
        .filter(file -> file.matches(".*-natives-.*\\.jar"))
        .map(file -> file.replaceFirst("-natives-[0-9.]+-(.*)[.]jar", " $1"))
        .sorted()
        .toList();
  }

  private static void requireMaven() throws InterruptedException {
    try {
      assumeTrue(
          ChildCommand.run(new ProcessBuilder("mvn", "-version")).exitCode() == 0, "Maven runs");
    } catch (IOException e) {
      assumeTrue(false, "Maven, mvn, is not on the path");
    }
  }

  /** Otherwise the other test could not fail. */
  @Test
  void nativesAreResolvedWhereThereAreAny() {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "this is linux-x86_64");
    assertEquals(
        List.of(
            "jcublas linux-x86_64",
            "jcuda linux-x86_64",
            "jcurand linux-x86_64",
            "jcusolver linux-x86_64"),
        natives(paths(System.getProperty("java.class.path"))));
  }

  @Test
  void theCommandRunsWithoutNatives() throws Exception {
    requireMaven();
    List<Path> resolved = classPath("aarch64");
    assertEquals(List.of(), natives(resolved));
    String classPath =
        resolved.stream()
            .map(this::built)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    assertFalse(classPath.contains(folder.toString()), classPath);
    CommandRun doctor =
        ChildCommand.run(new ProcessBuilder(java(classPath, "doctor", "--json"))).assertDone();
    assertEquals(
        List.of(
            "\"reason\": \"no natives for this platform: JCuda has them for linux-x86_64 and"
                + " windows-x86_64, this is linux-aarch64\",",
            "\"reason\": null,",
            "\"selfTest\": \"ok\""),
        doctor
            .out()
            .lines()
            .map(String::strip)
            .filter(line -> line.matches("\"(reason|selfTest)\".*"))
            .toList());
  }

  /** A module's classes: those under test in the place of the copy's, which has none. */
  private Path built(Path resolved) {
    if (!resolved.startsWith(folder)) {
      return resolved;
    }
    Path module = Path.of("..").resolve(folder.relativize(resolved).getName(0));
    return module.resolve("target").resolve("classes").toAbsolutePath().normalize();
  }

  private static List<String> java(String classPath, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dos.arch=aarch64");
    command.add("-cp");
    command.add(classPath + File.pathSeparator + Path.of("target", "classes").toAbsolutePath());
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return command;
  }
}
