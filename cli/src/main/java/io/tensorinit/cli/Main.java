package io.tensorinit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Runs the command. */
public final class Main {
  /** Says which of the streams 1 and 2 are terminals; the launcher knows. */
  static final String TERMINALS = "tensorinit.terminals";

  private Main() {}

  /**
   * Runs the command and ends the process with its exit code.
   *
   * @param args the command's arguments
   */
  public static void main(String[] args) {
    Preparation preparation = Preparation.begin(args);
    String terminals = System.getProperty(TERMINALS, "");
    int exitCode =
        run(
            args,
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            terminals.contains("1"),
            terminals.contains("2"),
            preparation);
    System.exit(exitCode);
  }

  /**
   * The command, for what reads its description and does not run it: manual pages, completion.
   *
   * @return the command with its subcommands
   */
  public static CommandLine commandLine() {
    OutputStream nowhere = OutputStream.nullOutputStream();
    PrintWriter text = writer(nowhere, false);
    return TensorInitCommand.commandLine(new Console(text, nowhere, text, false, false));
  }

  /** Runs the command in a Java machine that ran it before. */
  static int run(
      String[] args,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    return run(args, out, err, outIsTerminal, errIsTerminal, Preparation.NONE);
  }

  /** Runs the command, for which something is being prepared. */
  static int run(
      String[] args,
      OutputStream out,
      OutputStream err,
      boolean outIsTerminal,
      boolean errIsTerminal,
      Preparation preparation) {
    DataStream data = new DataStream(out);
    PrintWriter errors = writer(err, true);
    Console console = new Console(writer(data, false), out, errors, outIsTerminal, errIsTerminal);
    int exitCode = execute(args, console, preparation);
    console.out().flush();
    if (exitCode != ExitCode.FAILED && data.failure().isPresent()) {
      String reason = data.failure().get().getMessage();
      return report(new Failure(ExitCode.FAILED, "cannot write to stdout: " + reason), errors);
    }
    if (exitCode == ExitCode.DONE) {
      console.printNotices();
    }
    return exitCode;
  }

  private static int execute(String[] args, Console console, Preparation preparation) {
    CommandLine command = TensorInitCommand.commandLine(console, args);
    command.setOut(console.out());
    command.setErr(console.err());
    command.setExpandAtFiles(false);
    command.setColorScheme(CommandLine.Help.defaultColorScheme(colours(console)));
    command.setParameterExceptionHandler(
        (fault, arguments) -> report(Failure.of(fault), console.err()));
    command.setExecutionExceptionHandler(
        (fault, line, parsed) -> report(Failure.of(fault), console.err()));
    command.setExecutionStrategy(
        parsed -> {
          preparation.await();
          return new CommandLine.RunLast().execute(parsed);
        });
    try {
      return command.execute(args);
    } catch (Throwable fault) { // errors, which the handlers above do not see
      return report(Failure.of(fault), console.err());
    }
  }

  /** Colours on a terminal, unless NO_COLOR or TERM refuses them (https://no-color.org). */
  private static Ansi colours(Console console) {
    boolean unwanted =
        Optional.ofNullable(System.getenv("NO_COLOR")).filter(v -> !v.isEmpty()).isPresent()
            || "dumb".equals(System.getenv("TERM"));
    return console.outIsTerminal() && !unwanted ? Ansi.ON : Ansi.OFF;
  }

  private static int report(Failure failure, PrintWriter err) {
    err.println("tensorinit: " + failure.message());
    return failure.exitCode();
  }

  private static PrintWriter writer(OutputStream stream, boolean flushed) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), flushed);
  }
}
