package io.tensorinit.cli;

import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.model.Model;
import java.util.List;
import java.util.Optional;

/** What fills: a backend and its threads. No value depends on either. */
final class FillOptions {
  private final Setting<String> backend =
      Setting.option(
          String.class,
          "NAME",
          "auto, cpu or cuda. Beats the property tensorinit.backend, which beats the environment"
              + " variable TENSORINIT_BACKEND; auto takes the best one there is.",
          "--backend");

  private final Setting<Integer> threads =
      Setting.option(
          Integer.class,
          "T",
          "The number of threads, 1 or more; by default one a processor.",
          "--threads");

  List<Setting<?>> settings() {
    return List.of(backend, threads);
  }

  /** Chooses a backend; opening it may take a while and is left to {@link #open}. */
  Backends.Choice choose() {
    Optional<Integer> number = threads.value();
    if (number.isPresent() && number.get() < 1) {
      throw new IllegalArgumentException("--threads must be 1 or more, was " + number.get());
    }
    Backends backends = Backends.installed();
    Optional<String> name = backend.value();
    return name.isPresent() ? backends.choose(name.get()) : backends.choose();
  }

  /**
   * Opens a backend that can fill the whole model: the chosen one or, where {@code auto} chose, the
   * next best.
   */
  Backends.Opened open(Backends.Choice choice, Model model) {
    return Backends.installed()
        .open(
            choice,
            threads.value().map(BackendOptions::threads).orElse(BackendOptions.DEFAULT),
            model::refusal);
  }

  /** Says why nothing better served, where a device was seen. */
  static void noteFallback(Backends.Choice choice, Console console) {
    if (choice.deviceSeen()) {
      choice.why().ifPresent(console::notice);
    }
  }
}
