package io.tensorinit.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes that the first start makes: never in the way of the command. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ClassArchiveTest {
  @TempDir static Path clean;
  static Installation installed;

  @TempDir Path parent;

  @BeforeAll
  static void unpack() throws Exception {
    installed = Installation.unpack(clean.toRealPath().resolve("installation"));
  }

  @BeforeEach
  void forgetArchives() throws Exception {
    parent = parent.toRealPath();
    Path classes = installed.home().resolve("classes");
    if (Files.isDirectory(classes)) {
      try (var files = Files.list(classes)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(classes);
  }

  /** How many of the command's own classes a start takes from an archive. */
  private long shared(String... environment) throws Exception {
    Path log = parent.resolve("classes.log");
    var start = Installation.start(installed.launcher(), parent, "list");
    start.environment().put("TENSORINIT_JAVA_OPTS", "-Xlog:class+load:file=" + log.getFileName());
    for (int i = 0; i < environment.length; i += 2) {
      start.environment().put(environment[i], environment[i + 1]);
    }
    Installation.finish(start.start()).assertDone();
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains(" io.tensorinit."))
          .filter(line -> line.contains("source: shared objects file"))
          .count();
    }
  }

  @Test
  void theFirstStartMakesItAndLaterOnesTakeClassesFromIt() throws Exception {
    installed.run(parent, "list").assertDone();
    List<Path> archives = installed.classArchives();
    assertEquals(1, archives.size());
    FileTime made = Files.getLastModifiedTime(archives.get(0));
    long shared = shared();
    assertTrue(shared > 50, shared + " classes");
    assertEquals(archives, installed.classArchives());
    assertEquals(made, Files.getLastModifiedTime(archives.get(0)));
    assertTrue(Files.notExists(parent.resolve("home")), "nothing in the user's home");
  }

  @Test
  void ofManyThatStartTogetherOneMakesIt() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(Installation.start(installed.launcher(), parent, "list", "--layouts").start());
    }
    List<String> said = new ArrayList<>();
    for (Process process : processes) {
      said.add(Installation.finish(process).out());
    }
    assertEquals(1, said.stream().distinct().count());
    assertEquals(1, installed.classArchives().size());
  }

  @Test
  void whereTheFolderCannotBeWrittenToItIsInTheUsersCache() throws Exception {
    Files.createFile(installed.home().resolve("classes")); // in the way, of root, too
    installed.run(parent, "list").assertDone();
    Path cache = parent.resolve("home/.cache/tensorinit/classes");
    assertEquals(1, Installation.classArchives(cache).size());
    assertTrue(shared() > 50);
    assertTrue(shared("XDG_CACHE_HOME", parent.resolve("xdg").toString()) > 50);
    assertEquals(
        Installation.classArchives(cache).get(0).getFileName(),
        Installation.classArchives(parent.resolve("xdg/tensorinit/classes")).get(0).getFileName());
  }

  @Test
  void whereNothingCanBeWrittenItIsDoneWithout() throws Exception {
    Files.createFile(installed.home().resolve("classes"));
    var start = Installation.start(installed.launcher(), parent, "list");
    start.environment().put("HOME", "/dev/null/none");
    Installation.finish(start.start()).assertDone();
    start.environment().remove("HOME");
    Installation.finish(start.start()).assertDone();
  }

  /** Who can write there could have other classes run. */
  @Test
  void aCacheOfSomebodyElseIsNotRead() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
    Files.createFile(installed.home().resolve("classes"));
    installed.run(parent, "list").assertDone();
    Path cache = parent.resolve("home/.cache/tensorinit/classes");
    Files.setAttribute(cache, "unix:uid", 65534);
    assertEquals(0, shared());
  }

  /** A Java of another place, which says something else before it becomes this test's. */
  private String java(String name, String before) throws IOException {
    Path java = Files.createDirectories(parent.resolve(name + "/bin")).resolve("java");
    String real = System.getProperty("java.home") + "/bin/java";
    Files.writeString(java, "#!/bin/sh\n" + before + "\nexec '" + real + "' \"$@\"\n");
    java.toFile().setExecutable(true);
    return parent.resolve(name).toString();
  }

  @Test
  void anotherJavaHasItsOwn() throws Exception {
    installed.run(parent, "list").assertDone();
    assertTrue(shared("JAVA_HOME", java("other", "")) > 50);
    assertEquals(2, installed.classArchives().size());
  }

  @Test
  void aJavaThatCannotMakeOneIsAskedOnce() throws Exception {
    Path asked = parent.resolve("asked");
    String home = java("poor", "case $* in *-Xshare:dump*) echo >>'" + asked + "'; exit 1 ;; esac");
    for (int i = 0; i < 2; i++) {
      assertEquals(0, shared("JAVA_HOME", home));
    }
    assertEquals(1, Files.size(asked));
    assertEquals(0, Files.size(installed.classArchives().get(0)));
  }

  /** An update changes the jars, and an archive of the older ones would be refused for ever. */
  @Test
  void otherJarsHaveTheirOwn() throws Exception {
    installed.run(parent, "list").assertDone();
    Path jar = installed.home().resolve("tensorinit.jar");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-02-03T04:05:06Z")));
    assertTrue(shared() > 50);
    assertEquals(2, installed.classArchives().size());
  }

  @Test
  void whatACrashLeftIsTakenAwayLater() throws Exception {
    installed.run(parent, "list").assertDone();
    Path archive = installed.classArchives().get(0);
    Files.delete(archive);
    Path making = Files.createDirectory(archive.resolveSibling(archive.getFileName() + ".making"));
    installed.run(parent, "list").assertDone(); // somebody makes it, as it seems
    assertTrue(Files.notExists(archive));
    Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofMinutes(20))));
    installed.run(parent, "list").assertDone();
    assertEquals(List.of(archive), installed.classArchives());
  }

  @Test
  void aDamagedOneIsNoFailure() throws Exception {
    installed.run(parent, "list").assertDone();
    Path archive = installed.classArchives().get(0);
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(archive, new byte[100]);
    installed.run(parent, "list").assertDone();
  }

  /** Of a Java that is no longer there, perhaps. */
  @Test
  void anOldOneIsTakenAwayWhenAnotherIsMade() throws Exception {
    Path old = Files.createDirectories(installed.home().resolve("classes")).resolve("1.jsa");
    Files.write(old, new byte[9]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
    installed.run(parent, "list").assertDone();
    assertTrue(Files.notExists(old));
    assertEquals(1, installed.classArchives().size());
  }
}
