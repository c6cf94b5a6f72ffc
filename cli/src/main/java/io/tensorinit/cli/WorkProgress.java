package io.tensorinit.cli;

import io.tensorinit.checkpoint.Progress;
import io.tensorinit.model.Parameter;
import java.io.PrintWriter;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar for long work where a person looks on; or a line for each parameter, if asked for. */
final class WorkProgress implements Progress, AutoCloseable {
  /** Work on fewer bytes than this is over before a bar could be read. */
  private static final long LONG_WORK_BYTES = 1L << 26;

  private static final int UPDATE_MILLIS = 200;
  private static final int WIDTH = 79;

  private final String task;
  private final PrintWriter err;
  private final boolean bar;
  private final boolean lines;
  private @Nullable ProgressBar progressBar;

  WorkProgress(String task, Console console, boolean lines) {
    this.task = task;
    this.err = console.err();
    this.lines = lines;
    this.bar = console.errIsTerminal() && !lines;
  }

  @Override
  public void begin(long bytes) {
    if (bar && bytes >= LONG_WORK_BYTES) {
      progressBar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(bytes)
              .setUnit(" MB", 1_000_000)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setMaxRenderedLength(WIDTH)
              .showSpeed()
              .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH))
              .build();
    }
  }

  private void show(String line) {
    err.print("\r" + line);
    err.flush();
  }

  @Override
  public void advance(long bytes) {
    if (progressBar != null) {
      progressBar.stepBy(bytes);
    }
  }

  @Override
  public void finished(Parameter parameter) {
    if (lines) {
      err.println(Printable.of(parameter + "; given by " + parameter.origin()));
    }
  }

  /** Takes the bar away. */
  @Override
  public void close() {
    if (progressBar != null) {
      progressBar.close();
      show(" ".repeat(WIDTH) + "\r");
    }
  }
}
