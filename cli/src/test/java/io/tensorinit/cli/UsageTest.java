package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every command: help, usage errors, refusals, the streams. */
class UsageTest {
  @TempDir Path folder;

  @Test
  void helpGoesToStdout() {
    String help = CommandRun.of("--help").assertDone().out();
    for (String command : List.of("init", "plan", "inspect", "verify", "doctor", "list")) {
      assertTrue(help.contains("\n  " + command + " "), command);
      String own = CommandRun.of(command, "--help").assertDone().out();
      assertTrue(own.startsWith("Usage: tensorinit " + command + " "), own);
      assertEquals(own, CommandRun.of("help", command).assertDone().out());
      assertFalse(own.contains("\u001b"), "colours where no terminal is");
    }
    assertTrue(CommandRun.of("--version").assertDone().out().startsWith("tensorinit "));
    assertTrue(CommandRun.of("init", "--version").assertDone().out().startsWith("tensorinit "));
  }

  @Test
  void coloursOnATerminalOnly() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run(new String[] {"--help"}, out, new ByteArrayOutputStream(), true, true);
    boolean coloured = out.toString(StandardCharsets.UTF_8).contains("\u001b");
    String wish = System.getenv("NO_COLOR");
    boolean wanted = (wish == null || wish.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    assertEquals(wanted, coloured);
  }

  @Test
  void usageErrorsAreOneLine() {
    CommandRun.of()
        .assertFails(
            2, "no command: give one of init, plan, inspect, verify, doctor, list, or --help");
    CommandRun.of("paint").assertFails(2, "Unmatched argument at index 0: 'paint'");
    CommandRun.of("init", "m.json").assertFails(2, "Missing required option: '--output=OUT'");
    CommandRun.of("init", "-o", "w.npz")
        .assertFails(2, "Missing required parameter: 'MANIFEST' (or --like FILE in its place)");
    CommandRun.of("plan")
        .assertFails(2, "Missing required parameter: 'MANIFEST' (or --like FILE in its place)");
    CommandRun.of("verify").assertFails(2, "Missing required parameter: 'FILE'");
    CommandRun.of("verify", "w.npz")
        .assertFails(2, "Missing required parameter: 'MANIFEST' (or --like FILE in its place)");
    CommandRun.of("inspect").assertFails(2, "Missing required parameter: 'FILE'");
    CommandRun.of("init", "m.json", "-o", "w.npz", "--colour")
        .assertFails(2, "Unknown option: '--colour'");
    CommandRun.of("init", "a.json", "b.json", "-o", "w.npz")
        .assertFails(2, "Unmatched argument at index 2: 'b.json'");
    CommandRun.of("init", "m.json", "-o", "w.npz", "--seed")
        .assertFails(2, "Missing required parameter for option '--seed' (S)");
    CommandRun.of("doctor", "extra").assertFails(2, "Unmatched argument at index 1: 'extra'");
  }

  @Test
  void inputsThatAreNotThere() throws IOException {
    Path missing = folder.resolve("missing");
    String message = "cannot read " + missing + ": no such file";
    CommandRun.of("init", missing, "-o", folder.resolve("w.npz")).assertFails(2, message);
    CommandRun.of("plan", missing).assertFails(2, message);
    CommandRun.of("inspect", missing).assertFails(2, message);
    CommandRun.of("verify", missing, Manifests.mixed(folder)).assertFails(2, message);
    CommandRun.of("plan", folder)
        .assertFails(2, "MANIFEST must be a file, " + folder + " is a folder");
  }

  @Test
  void brokenManifestsNameTheFileAndThePlace() throws IOException {
    Path file = Manifests.write(folder, "broken.json", "{ \"parameters\": [");
    for (CommandRun run :
        List.of(
            CommandRun.of("plan", file),
            CommandRun.of("init", file, "-o", folder.resolve("w.npz")))) {
      assertEquals(2, run.exitCode());
      assertTrue(run.err().startsWith("tensorinit: " + file + ": line 1, column "), run.err());
      assertEquals(1, run.err().lines().count());
      assertEquals("", run.out());
    }
    Path deep = Manifests.write(folder, "deep.json", "[".repeat(100_000));
    CommandRun run = CommandRun.of("plan", deep);
    assertEquals(2, run.exitCode());
    assertEquals(1, run.err().lines().count());
  }

  /** A line break in a name must not make two lines of the message. */
  @Test
  void messagesStayOneLine() throws IOException {
    Path file =
        Manifests.write(
            folder,
            "lines.json",
            "{ \"parameters\": [{ \"name\": \"a\\nb\\u001b[31m\", \"shape\": [1],"
                + " \"init\": \"nonsense\" }] }");
    CommandRun run = CommandRun.of("plan", file);
    assertEquals(2, run.exitCode());
    assertEquals(1, run.err().lines().count());
    assertFalse(run.err().contains("\u001b"));
  }

  /** Nor must any name steer the terminal that shows it. */
  @Test
  void namesAreShownHarmless() throws IOException {
    Path file =
        Manifests.write(
            folder,
            "names.json",
            "{ \"parameters\": [{ \"name\": \"a\\nb\\u001b[31m\", \"shape\": [1],"
                + " \"init\": \"ones\" }] }");
    String plan = CommandRun.of("plan", file).assertDone().out();
    assertTrue(plan.contains("a\ufffdb\ufffd[31m"), plan);
    CommandRun run = CommandRun.of("init", file, "-v", "-o", folder.resolve("w.npz"));
    assertEquals("a\ufffdb\ufffd[31m [1] F32 ones; given by init\n", run.err());
  }

  @Test
  void namesInNoticesAndDifferencesAreShownHarmless() throws IOException {
    Path model =
        Manifests.write(
            folder,
            "model.json",
            """
            { "parameters": [
              { "name": "a\\nb", "shape": [2, 2], "init": "ones" },
              { "name": "c\\u009bd", "shape": [2, 2], "tied_to": "a\\nb" },
              { "name": "up\\u001b", "shape": [1, 1, 4, 4], "init": "bilinear" },
              { "name": "wide\\r", "shape": [2], "dtype": "F16", "init":
                { "class_name": "RandomNormal", "config": { "stddev": 20000 } } } ] }
            """);
    CommandRun plan = CommandRun.of("plan", model);
    assertEquals(0, plan.exitCode());
    assertTrue(plan.out().contains("\ntied: c\ufffdd is a\ufffdb\n"), plan.out());
    assertTrue(plan.out().endsWith("\nthrough the host: up\ufffd\n"), plan.out());
    assertTrue(plan.err().startsWith("warning: wide\ufffd: "), plan.err());
    Path file = folder.resolve("w.npz");
    CommandRun.of("init", Manifests.mixed(folder), "-o", file).assertDone();
    CommandRun verify = CommandRun.of("verify", file, model);
    assertEquals("different: tensor \"a\ufffdb\" is missing\n", verify.out());
    assertEquals(1, verify.err().lines().count());
  }

  /** What is said of a run that succeeded is not said of one that failed after all. */
  @Test
  void aFailureIsOneLineWhateverWasNoted() throws IOException {
    Path model =
        Manifests.write(
            folder,
            "wide.json",
            """
            { "seed": null, "dtype": "C128", "parameters": [
              { "name": "w", "shape": [2], "init": "ones" },
              { "name": "wide", "shape": [2], "dtype": "F16", "init":
                { "class_name": "RandomNormal", "config": { "stddev": 20000 } } } ] }
            """);
    CommandRun.of("init", model, "-o", folder.resolve("x.safetensors"))
        .assertFails(2, "a .safetensors file cannot hold dtype C128 of \"w\"; an .npz file can");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] plan = {"plan", model.toString()};
    assertEquals(3, Main.run(plan, failing("No space left on device"), err, false, false));
    assertEquals(
        "tensorinit: cannot write to stdout: No space left on device\n",
        err.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e3",
        "-2.",
        ".5E-7",
        " 1.5",
        "",
        " ",
        " 42",
        "42 ",
        "42\n",
        "\u00a042",
        "42L",
        "42l",
        "42ULL",
        "42n",
        "1_000",
        "1,000",
        "1 000",
        "1'000",
        "- 7",
        "\u221242",
        "\uff14\uff12",
        "0x",
        "0x1p3",
        "0x1_0",
        " 0xff",
        "0xffL",
        "0b101",
        "0o17"
      })
  void seedsThatReadAsAnotherNumberAreRefused(String seed) throws IOException {
    Path model = Manifests.mixed(folder);
    for (CommandRun run :
        List.of(
            CommandRun.of("init", model, "-o", folder.resolve("w.npz"), "--seed", seed),
            CommandRun.of("plan", model, "--seed", seed))) {
      run.assertFails(
          2,
          "--seed must be an integer, decimal or 0x, or a text that is neither blank nor a number"
              + " written in another way (42L, 1_000, 1.5, blanks around it), was \""
              + Printable.of(seed.replace("\n", " "))
              + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x1e3",
        "1.5 apples",
        "v1.0",
        "e3",
        "1e",
        "+7",
        "2024-01-01",
        "1.2.3",
        "1f",
        "1st",
        "0xyz"
      })
  void otherSeedsAreTaken(String seed) throws IOException {
    CommandRun.of("plan", Manifests.mixed(folder), "--seed", seed).assertDone();
  }

  @Test
  void foldersThatHoldNoCheckpointAreRefused() throws IOException {
    Path manifest = Manifests.mixed(folder);
    String none = folder + ": it holds no safetensors file";
    CommandRun.of("inspect", folder).assertFails(2, none);
    CommandRun.of("verify", folder, manifest).assertFails(2, none);
  }

  @Test
  void namesThatAreNeitherOfAFileNorOfAFolderAreRefused() throws IOException {
    Path manifest = Manifests.mixed(folder);
    for (String name : List.of(".safetensors", ".NPZ", "w.pt", "w.safetensor")) {
      Path slip = folder.resolve(name);
      CommandRun.of("init", manifest, "-o", slip)
          .assertFails(
              2,
              "OUT must be NAME.safetensors, NAME.npz, - or a folder (if new, ending in a slash or"
                  + " without an ending), was \""
                  + slip
                  + "\"");
      assertFalse(Files.exists(slip));
    }
  }

  @Test
  void backendsAndThreads() throws IOException {
    Path manifest = Manifests.mixed(folder);
    Path out = folder.resolve("w.npz");
    CommandRun.of("init", manifest, "-o", out, "--backend", "tpu")
        .assertFails(2, "backend must be one of auto, cpu, cuda, was \"tpu\"");
    CommandRun.of("init", manifest, "-o", out, "--threads", 0)
        .assertFails(2, "--threads must be 1 or more, was 0");
    CommandRun.of("init", manifest, "-o", out, "--threads", -3)
        .assertFails(2, "--threads must be 1 or more, was -3");
    CommandRun.of("init", manifest, "-o", out, "--threads", "two")
        .assertFails(2, "Invalid value for option '--threads': 'two' is not an int");
    assertFalse(Files.exists(out));
  }

  /** Asked for by name it is used or refused, never quietly replaced. */
  @Test
  void aBackendThatIsNotThereIsAFailure() throws IOException {
    Path out = folder.resolve("w.npz");
    CommandRun run = CommandRun.of("init", Manifests.mixed(folder), "-o", out, "--backend", "cuda");
    if (run.exitCode() == 0) {
      assertTrue(Files.exists(out));
    } else {
      assertEquals(3, run.exitCode());
      assertTrue(run.err().startsWith("tensorinit: backend cuda "), run.err());
      assertEquals(1, run.err().lines().count());
      assertFalse(Files.exists(out));
    }
  }

  @Test
  void aReaderThatHasReadEnoughIsNoFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(new String[] {"list"}, failing("Broken pipe"), err, false, false);
    assertEquals(0, exitCode);
    assertEquals(0, err.size());
  }

  @Test
  void stdoutThatCannotBeWrittenIsAFailure() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(new String[] {"list"}, failing("No space left on device"), err, false, false);
    assertEquals(3, exitCode);
    assertEquals(
        "tensorinit: cannot write to stdout: No space left on device\n",
        err.toString(StandardCharsets.UTF_8));
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
