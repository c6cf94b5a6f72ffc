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
import java.util.Map;
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
  static Path made;

  @TempDir Path parent;

  /** Making one takes a second or two, so that most tests begin with a copy of this one. */
  @BeforeAll
  static void unpack() throws Exception {
    installed = Installation.unpack(clean.toRealPath().resolve("installation"));
    installed.run(clean, "list").assertDone();
    List<Path> archives = installed.classArchives();
    assertEquals(1, archives.size());
    made = Files.move(archives.get(0), clean.resolve(archives.get(0).getFileName()));
    assertTrue(Files.notExists(clean.resolve("home")), "nothing in the user's home");
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

  /** Puts the archive that was made into a folder. */
  private static Path restore(Path classes) throws IOException {
    return Files.copy(made, Files.createDirectories(classes).resolve(made.getFileName()));
  }

  private static Path restore() throws IOException {
    return restore(installed.home().resolve("classes"));
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
  void laterStartsTakeClassesFromIt() throws Exception {
    Path archive = restore();
    FileTime time = Files.getLastModifiedTime(archive);
    long shared = shared();
    assertTrue(shared > 50, shared + " classes");
    assertEquals(List.of(archive), installed.classArchives());
    assertEquals(time, Files.getLastModifiedTime(archive));
  }

  @Test
  void whoDoesNotWantItDoesWithout() throws Exception {
    assertEquals(0, shared("TENSORINIT_CLASS_ARCHIVE", "off"));
    assertEquals(List.of(), installed.classArchives());
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
    List<Path> archives =
        Installation.classArchives(parent.resolve("home/.cache/tensorinit/classes"));
    assertEquals(List.of(made.getFileName()), archives.stream().map(Path::getFileName).toList());
    restore(parent.resolve("xdg/tensorinit/classes"));
    Files.delete(archives.get(0));
    assertTrue(shared("XDG_CACHE_HOME", parent.resolve("xdg").toString()) > 50);
    assertEquals(List.of(), Installation.classArchives(archives.get(0).getParent()));
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
    Path cache = restore(parent.resolve("home/.cache/tensorinit/classes")).getParent();
    assertTrue(shared() > 50);
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
    restore();
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

  /** What was in the way of the last try, a full disk perhaps, need not be there for ever. */
  @Test
  void aFailureHoldsForADay() throws Exception {
    Path failed = Files.createDirectories(installed.home().resolve("classes"));
    failed = Files.createFile(failed.resolve(made.getFileName()));
    Files.setLastModifiedTime(failed, FileTime.from(Instant.now().minus(Duration.ofHours(23))));
    assertEquals(0, shared());
    Files.setLastModifiedTime(failed, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    assertTrue(shared() > 50);
    assertEquals(List.of(failed), installed.classArchives());
  }

  /** Java reserves more than a gigabyte of addresses, where it may. */
  @Test
  void aStartWithoutMemoryIsNoFailureOfLaterOnes() throws Exception {
    String limited = "ulimit -v 1000000 && exec '" + installed.launcher() + "' list";
    var start = Installation.start(Path.of("/bin/sh"), parent, "-c", limited);
    var run = Installation.finish(start.start());
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(List.of(), installed.classArchives());
    assertTrue(shared() > 50);
  }

  /** An update has other jars, and an archive of the older ones would be refused for ever. */
  @Test
  void otherJarsHaveTheirOwn() throws Exception {
    restore();
    Path library = Files.writeString(installed.home().resolve("lib/another-1.0.jar"), "");
    try {
      assertTrue(shared() > 50);
      assertEquals(2, installed.classArchives().size());
    } finally {
      Files.delete(library);
    }
  }

  /** Root makes one for all; how a user's system writes dates and numbers does not matter. */
  @Test
  void itIsTheSameForEveryUser() throws Exception {
    restore();
    var start = Installation.start(installed.launcher(), parent, "list");
    start.environment().putAll(Map.of("TZ", "Asia/Kolkata", "LC_ALL", "C.UTF-8", "HOME", "/"));
    Installation.finish(start.start()).assertDone();
    assertEquals(1, installed.classArchives().size());
  }

  /** So is an old archive, of a Java that is no longer there, perhaps. */
  @Test
  void whatACrashLeftIsTakenAwayLater() throws Exception {
    Path classes = Files.createDirectories(installed.home().resolve("classes"));
    Path archive = classes.resolve(made.getFileName());
    Path old = Files.writeString(classes.resolve("1.jsa"), "old");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
    Path making = Files.createDirectory(classes.resolve(archive.getFileName() + ".making"));
    installed.run(parent, "list").assertDone(); // somebody makes it, as it seems
    assertTrue(Files.notExists(archive));
    Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofMinutes(20))));
    installed.run(parent, "list").assertDone();
    assertEquals(List.of(archive), installed.classArchives());
  }

  @Test
  void aDamagedOneIsNoFailure() throws Exception {
    Path archive = restore();
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
    Files.write(archive, new byte[100]);
    installed.run(parent, "list").assertDone();
  }
}
