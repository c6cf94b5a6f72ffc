package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program run in a Java machine of its own, with the Vector API and the lane that uses it.
 *
 * @param exitCode how it ended
 * @param printed its stdout
 */
public record VectorProcess(int exitCode, String printed) {
  private static final String INCUBATOR = "jdk.incubator.vector";

  /**
   * Runs a program and waits for its end. The test is skipped where the JDK has no Vector API.
   *
   * @param program its class
   * @return what came of it
   * @throws IOException if it cannot be started
   * @throws InterruptedException if the wait is interrupted
   */
  public static VectorProcess run(Class<?> program) throws IOException, InterruptedException {
    assumeTrue(ModuleFinder.ofSystem().find(INCUBATOR).isPresent(), "this JDK has no " + INCUBATOR);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", INCUBATOR, "-Dtensorinit.cpu.lane=vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new VectorProcess(process.waitFor(), printed);
  }
}
