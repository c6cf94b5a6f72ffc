package io.tensorinit.cli;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The streams of one run of the command. Not thread-safe. */
final class Console {
  private final PrintWriter out;
  private final OutputStream data;
  private final PrintWriter err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final List<String> notices = new ArrayList<>();

  /**
   * Begins a run.
   *
   * @param out data only
   * @param data the stream below {@code out}, for data that is no text
   * @param err everything else
   * @param outIsTerminal whether a person sees {@code out} directly
   * @param errIsTerminal whether a person sees {@code err} directly
   */
  Console(
      PrintWriter out,
      OutputStream data,
      PrintWriter err,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this.out = out;
    this.data = data;
    this.err = err;
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  PrintWriter out() {
    return out;
  }

  OutputStream data() {
    return data;
  }

  PrintWriter err() {
    return err;
  }

  boolean outIsTerminal() {
    return outIsTerminal;
  }

  boolean errIsTerminal() {
    return errIsTerminal;
  }

  /** Notes a line for {@code err} that is worth reading if the run succeeds, and only then. */
  void notice(String line) {
    notices.add(Printable.of(line));
  }

  /** Prints what was noted: the run succeeded, nothing can fail any more. */
  void printNotices() {
    notices.forEach(err::println);
  }
}
