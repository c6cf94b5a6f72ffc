package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * One run of the command, seen from outside: in this process, with both streams caught.
 *
 * @param exitCode its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandRun(int exitCode, String out, String err) {
  /** Runs the command; every argument's text counts. */
  static CommandRun of(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            Stream.of(args).map(Object::toString).toArray(String[]::new), out, err, false, false);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Requires success without a word on stderr. */
  CommandRun assertDone() {
    assertEquals("", err);
    assertEquals(ExitCode.DONE, exitCode);
    return this;
  }

  /** Requires a failure that says exactly this, in one line, and nothing on stdout. */
  void assertFails(int expectedCode, String message) {
    assertEquals("tensorinit: " + message + System.lineSeparator(), err);
    assertEquals(expectedCode, exitCode);
    assertEquals("", out);
  }
}
