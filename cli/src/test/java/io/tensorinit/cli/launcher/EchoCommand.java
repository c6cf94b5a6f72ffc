package io.tensorinit.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Stands in for the command: says how it was started. */
public final class EchoCommand {
  private EchoCommand() {}

  /**
   * Prints the working folder, the arguments, a system property and what stands on stdin, a line
   * each, and exits with code 7.
   *
   * @param arguments printed as they came
   * @throws IOException if stdin cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    String input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    System.out.println(Path.of("").toAbsolutePath());
    System.out.println(List.of(arguments));
    System.out.println(System.getProperty("tensorinit.test"));
    System.out.println(input);
    System.exit(7);
  }
}
