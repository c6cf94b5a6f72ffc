package io.tensorinit.cli.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A folder that looks like a checkout to the launcher, with a Maven that only pretends: it notes
 * that it ran, is noisy on both streams, reads stdin, and delivers {@link EchoCommand} as the
 * command.
 */
final class Checkout {
  /** What a finished run left behind. */
  record Run(int exitCode, String out, String err) {}

  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cp",
          "cut",
          "date",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "touch",
          "uname");

  final Path folder;
  final Path source;
  final Path tools;
  private final Path builds;

  /**
   * Makes the checkout.
   *
   * @param parent the folder to make it in; its name gets blanks
   */
  Checkout(Path parent) throws IOException {
    folder = Files.createDirectories(parent.resolve("a check out"));
    builds = folder.resolve("builds");
    Files.copy(realLauncher(), folder.resolve("tensorinit"));
    folder.resolve("tensorinit").toFile().setExecutable(true);
    Path start = folder.resolve("cli/src/main/sh/start.sh");
    Files.createDirectories(start.getParent());
    Files.copy(realLauncher().resolveSibling("cli/src/main/sh/start.sh"), start);
    for (String module : List.of("core", "cpu-fallback", "cli")) {
      Files.createDirectories(folder.resolve(module + "/src/main/java"));
      Files.createFile(folder.resolve(module + "/pom.xml"));
    }
    Files.createFile(folder.resolve("pom.xml"));
    source = Files.createFile(folder.resolve("core/src/main/java/Source.java"));
    Files.createFile(folder.resolve("core/src/main/java/Other.java"));
    Path vector = Files.createDirectories(folder.resolve("cpu-fallback/src/vector/java"));
    Files.createFile(vector.resolve("Vector.java"));

    tools = Files.createDirectories(parent.resolve("tools"));
    for (String tool : TOOLS) {
      for (String place : List.of("/bin/", "/usr/bin/")) {
        if (Files.exists(Path.of(place + tool))) {
          tool(tool, "exec " + place + tool + " \"$@\"");
        }
      }
    }
    Path jar = echoJar(folder.resolve("echo.jar"));
    maven(
        """
        cat
        echo noise
        echo noise >&2
        sleep 0.2
        mkdir -p cli/target/launcher/lib
        cp "%s" cli/target/launcher/tensorinit-cli.jar
        """
            .formatted(jar));
  }

  /** Replaces what Maven does after it has noted that it ran. */
  void maven(String script) throws IOException {
    tool("mvn", "echo \"$@\" >>\"" + builds + "\"\n" + script);
  }

  /** Puts a script on the launcher's PATH. */
  void tool(String name, String script) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
    file.toFile().setExecutable(true);
  }

  /** Takes a tool off the launcher's PATH. */
  void without(String tool) throws IOException {
    Files.deleteIfExists(tools.resolve(tool));
  }

  /** How often Maven ran. */
  int builds() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Starts the launcher from the folder that holds this checkout. */
  ProcessBuilder launcher(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("tensorinit").toString());
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.getParent().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Runs the launcher to its end with nothing on stdin. */
  Run run(String... arguments) throws IOException, InterruptedException {
    return finish(launcher(arguments).start(), "");
  }

  /** Hands a started launcher its stdin and waits for its end. */
  static Run finish(Process process, String input) throws IOException, InterruptedException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the launcher did not end");
    }
    return new Run(process.exitValue(), out, err);
  }

  /** The real launcher, of the checkout that is being built. */
  static Path realLauncher() {
    return Path.of(System.getProperty("basedir", ".")).resolve("../tensorinit").normalize();
  }

  private static Path echoJar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoCommand.class.getName());
    String entry = EchoCommand.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        InputStream code = EchoCommand.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new ZipEntry(entry));
      code.transferTo(jar);
    }
    return file;
  }
}
