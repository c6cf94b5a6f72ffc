package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as the module it is, in a process whose class path is empty: it reaches what the
 * library exports, and nothing else.
 */
class ModulePathTest {
  /** What is on the class path of tests alone; annotations for tools are nothing to run with. */
  private static final List<String> OF_TESTS =
      List.of("junit-", "opentest4j-", "apiguardian-", "jspecify-", "-tests.jar");

  @TempDir Path folder;
  private String modulePath;

  @BeforeEach
  void findModules() throws IOException {
    List<String> modules = new ArrayList<>();
    List<String> entries =
        Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
    for (String entry : entries) {
      Path path = Path.of(entry).toAbsolutePath();
      String file = path.getFileName().toString();
      if (path.endsWith(Path.of("cuda", "target", "classes"))) {
        modules.add(automatic(path, "io.tensorinit.cuda").toString());
      } else if (Files.isDirectory(path)
          ? Files.exists(path.resolve("module-info.class"))
          : OF_TESTS.stream().noneMatch(file::contains)) {
        modules.add(path.toString());
      }
    }
    modulePath = String.join(File.pathSeparator, modules);
  }

  /** A folder without a module descriptor as the jar that it becomes. */
  private Path automatic(Path classes, String name) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", name);
    Path jar = folder.resolve(name + ".jar");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).collect(Collectors.toList());
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Path file : files) {
        out.putNextEntry(
            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private CommandRun run(Object... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--module-path",
                modulePath,
                "--module",
                "io.tensorinit.cli/" + Main.class.getName()));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return ChildCommand.run(new ProcessBuilder(command));
  }

  @Test
  void listsAndPlansWhatItDoesOnTheClassPath() throws Exception {
    Path manifest = Manifests.mixed(folder);
    for (Object[] arguments :
        List.of(new Object[] {"list"}, new Object[] {"plan", manifest, "--json"})) {
      CommandRun run = run(arguments).assertDone();
      assertEquals(CommandRun.of(arguments).assertDone().out(), run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  void writesTheSameCheckpointAndReportsOnIt() throws Exception {
    Path manifest = Manifests.mixed(folder);
    Path there = folder.resolve("there.safetensors");
    Path here = folder.resolve("here.safetensors");
    run("init", manifest, "-o", there, "--backend", "cpu").assertDone();
    CommandRun.of("init", manifest, "-o", here, "--backend", "cpu").assertDone();
    assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there));
    run("verify", there, manifest).assertDone();
    Path report = folder.resolve("report.html");
    run("inspect", there, "--html", report).assertDone();
    assertTrue(Files.readString(report).contains("function layersOf(page)"));
  }

  @Test
  void bothBackendsAreFoundAndTheVersionKnown() throws Exception {
    CommandRun doctor = run("doctor", "--json").assertDone();
    assertTrue(doctor.out().contains("\"name\": \"cpu\""), doctor.out());
    assertTrue(doctor.out().contains("\"name\": \"cuda\""), doctor.out());
    String version = run("--version").assertDone().out();
    assertTrue(version.matches("tensorinit \\d+\\.\\d+.*\\R"), version);
  }

  /** No annotations are on the module path, and javac warns of nothing. */
  @Test
  void aModuleThatRequiresTheLibraryCompiles() throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path module = sources.resolve("module-info.java");
    Files.writeString(module, "module user { requires io.tensorinit; }");
    Path user = sources.resolve("User.java");
    Files.writeString(
        user,
        """
        package user;

        import io.tensorinit.Initializers;
        import io.tensorinit.backend.BackendException;
        import io.tensorinit.spec.Initializer;
        import java.util.Map;

        final class User {
          Initializer normal() {
            return Initializers.get("torch:normal_", Map.of("std", 0.5));
          }

          BackendException failure() {
            return new BackendException("failed", null);
          }
        }
        """);
    StringWriter said = new StringWriter();
    int exitCode =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                "-Xlint:all",
                "-Werror",
                "--module-path",
                modulePath,
                "-d",
                folder.resolve("classes").toString(),
                module.toString(),
                user.toString());
    assertEquals(0, exitCode, said.toString());
  }

  /** What the library hides stays hidden: the test would pass on a class path. */
  @Test
  void whatIsNotExportedCannotBeReached() {
    ModuleLayer layer =
        ModuleLayer.defineModulesWithOneLoader(
                Configuration.resolve(
                    ModuleFinder.of(
                        Arrays.stream(modulePath.split(File.pathSeparator))
                            .map(Path::of)
                            .toArray(Path[]::new)),
                    List.of(ModuleLayer.boot().configuration()),
                    ModuleFinder.of(),
                    List.of("io.tensorinit.cli")),
                List.of(ModuleLayer.boot()),
                ClassLoader.getPlatformClassLoader())
            .layer();
    Module core = layer.findModule("io.tensorinit").orElseThrow();
    Module cli = layer.findModule("io.tensorinit.cli").orElseThrow();
    assertTrue(core.isExported("io.tensorinit.spec", cli));
    assertTrue(core.isExported("io.tensorinit.json", cli));
    assertFalse(core.isExported("io.tensorinit.random", cli));
    assertFalse(core.isExported("io.tensorinit.peer", cli));
    assertFalse(core.isExported("io.tensorinit.json"));
  }
}
