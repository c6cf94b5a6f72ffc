package io.tensorinit.cli;

import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.model.Model;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What fills: a backend and its threads. No value depends on either. */
final class FillOptions {
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description =
          "auto, cpu or cuda. Beats the property tensorinit.backend, which beats the environment"
              + " variable TENSORINIT_BACKEND; auto takes the best one there is.")
  private @Nullable String backend;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "The number of threads, 1 or more; by default one a processor.")
  private @Nullable Integer threads;

  /** Chooses a backend; opening it may take a while and is left to {@link #open}. */
  Backends.Choice choose() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be 1 or more, was " + threads);
    }
    Backends backends = Backends.installed();
    return backend == null ? backends.choose() : backends.choose(backend);
  }

  /**
   * Opens a backend that can fill the whole model: the chosen one or, where {@code auto} chose, the
   * next best.
   */
  Backends.Opened open(Backends.Choice choice, Model model) {
    return Backends.installed()
        .open(
            choice,
            threads == null ? BackendOptions.DEFAULT : BackendOptions.threads(threads),
            model::refusal);
  }

  /** Says why nothing better served, where a device was seen. */
  static void noteFallback(Backends.Choice choice, Console console) {
    if (choice.deviceSeen()) {
      choice.why().ifPresent(console::notice);
    }
  }
}
