package io.tensorinit.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cli.Main;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the archive holds. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no permissions of POSIX")
class ContentsTest {
  @TempDir static Path parent;
  static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    home = Installation.unpack(parent).home();
  }

  /** Each file with whether it may be run. */
  private static Map<String, Boolean> files(Path home) throws IOException {
    Map<String, Boolean> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(home)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        files.put(
            home.relativize(file).toString(),
            Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE));
      }
    }
    return files;
  }

  @Test
  void theZipHoldsTheSame() throws Exception {
    URI zip = URI.create("jar:" + Installation.product(".zip").toUri());
    try (FileSystem files =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path zipped = files.getPath("/" + home.getFileName());
      assertEquals(files(home), files(zipped));
      for (String file : files(home).keySet()) {
        assertEquals(-1, Files.mismatch(home.resolve(file), zipped.resolve(file)), file);
      }
    }
    assertEquals(
        List.of("bin/tensorinit"),
        files(home).entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .toList());
  }

  @Test
  void whatTheCheckoutHasForUsersIsInIt() throws IOException {
    Path checkout = Path.of("..");
    Map<String, Path> sources = new TreeMap<>(Map.of("LICENSE", checkout.resolve("LICENSE")));
    for (String folder : List.of("examples", "python")) {
      try (Stream<Path> list = Files.list(checkout.resolve("cli").resolve(folder))) {
        list.filter(Files::isRegularFile)
            .forEach(file -> sources.put(folder + "/" + file.getFileName(), file));
      }
    }
    assertTrue(sources.size() > 7, sources.toString());
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      assertEquals(-1, Files.mismatch(source.getValue(), home.resolve(source.getKey())));
    }
  }

  /** A new dependency gets its line; one that is gone loses it. */
  @Test
  void everyLibraryHasItsLicence() throws IOException {
    String page = Files.readString(home.resolve("licenses/README.md"));
    List<String> patterns =
        Pattern.compile("`([a-z0-9-]+)\\*\\.jar`")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    List<String> unused = new ArrayList<>(patterns);
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        String name = jar.getFileName().toString();
        if (name.startsWith("tensorinit-") || !name.endsWith(".jar")) {
          continue;
        }
        assertTrue(patterns.stream().anyMatch(name::startsWith), name);
        unused.removeIf(name::startsWith);
      }
    }
    assertEquals(List.of(), unused);
    Matcher text = Pattern.compile("\\]\\((\\w+\\.txt)\\)").matcher(page);
    while (text.find()) {
      assertTrue(Files.size(home.resolve("licenses").resolve(text.group(1))) > 500, text.group(1));
    }
  }

  /** Every native library there is, whichever platform built the archive. */
  @Test
  void bothPlatformsHaveTheirNatives() {
    List<String> natives =
        files("lib").stream().filter(name -> name.contains("-natives-")).sorted().toList();
    assertEquals(8, natives.size(), natives.toString());
    assertEquals(4, natives.stream().filter(name -> name.contains("windows-x86_64")).count());
  }

  private List<String> files(String folder) {
    return List.of(home.resolve(folder).toFile().list());
  }

  @Test
  void everySubcommandHasItsManualPage() throws IOException {
    Path pages = home.resolve("share/man/man1");
    for (var command : Main.commandLine().getSubcommands().entrySet()) {
      String page = Files.readString(pages.resolve("tensorinit-" + command.getKey() + ".1"));
      assertTrue(page.contains(".SH \"SYNOPSIS\""), page);
      for (var option : command.getValue().getCommandSpec().options()) {
        if (!option.hidden()) {
          String name = option.longestName().replace("-", "\\-");
          assertTrue(page.contains(name), command.getKey() + " " + name);
        }
      }
    }
    assertTrue(Files.exists(pages.resolve("tensorinit.1")));
  }

  /** What bash says of {@code compopt} outside of a completion is no matter here. */
  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Installation.requireTool("bash");
    String script =
        """
        . share/bash-completion/completions/tensorinit
        COMP_WORDS=(tensorinit in) COMP_CWORD=1 COMP_LINE='tensorinit in' COMP_POINT=13
        _complete_tensorinit 2>/dev/null; echo "${COMPREPLY[@]}"
        COMP_WORDS=(tensorinit init --see) COMP_CWORD=2 COMP_LINE='tensorinit init --see'
        _complete_tensorinit 2>/dev/null; echo "${COMPREPLY[@]}"
        """;
    var bash = new ProcessBuilder("bash", "-c", script).directory(home.toFile());
    assertEquals("init inspect\n--seed\n", Installation.finish(bash.start()).assertDone().out());
  }

  /** Finding oneself comes before anything that could be shared. */
  @Test
  void bothLaunchersFindThemselvesAlike() throws IOException {
    Pattern function = Pattern.compile("\nhome_folder\\(\\) \\{\n.*?\n\\}\n", Pattern.DOTALL);
    List<String> texts = new ArrayList<>();
    for (Path script : List.of(Path.of("..", "tensorinit"), home.resolve("bin/tensorinit"))) {
      Matcher text = function.matcher(Files.readString(script));
      assertTrue(text.find(), script.toString());
      texts.add(text.group());
    }
    assertEquals(texts.get(0), texts.get(1));
  }

  @Test
  void eachScriptHasTheLineEndsOfItsSystem() throws IOException {
    assertTrue(!Files.readString(home.resolve("bin/tensorinit")).contains("\r"));
    String windows = Files.readString(home.resolve("bin/tensorinit.bat"));
    assertEquals(windows, windows.replace("\r\n", "\n").replace("\n", "\r\n"));
  }
}
