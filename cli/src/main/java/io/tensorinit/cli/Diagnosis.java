package io.tensorinit.cli;

import io.tensorinit.Backends;
import io.tensorinit.SelfTest;
import io.tensorinit.spi.Availability;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendException;
import io.tensorinit.spi.BackendOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor found.
 *
 * @param backend the backend that would serve; empty if none can
 * @param answers what every backend answers
 * @param faults what is wrong, a line each
 */
record Diagnosis(Optional<String> backend, List<Backends.Answer> answers, List<String> faults) {
  /** Chooses a backend as every other command would, and tries it. */
  static Diagnosis of(Backends backends) {
    Optional<String> chosen = Optional.empty();
    try {
      Backends.Choice choice = backends.choose();
      chosen = Optional.of(choice.provider().name());
      try (Backend backend = choice.provider().open(BackendOptions.DEFAULT)) {
        return new Diagnosis(chosen, backends.report(), SelfTest.run(backend));
      }
    } catch (BackendException e) {
      return new Diagnosis(chosen, backends.report(), List.of(e.getMessage()));
    }
  }

  boolean isWell() {
    return faults.isEmpty();
  }

  /** The self-test's result in a word, or what failed. */
  String selfTest() {
    return isWell() ? "ok" : String.join("; ", faults);
  }

  static boolean isAvailable(Backends.Answer answer) {
    return answer.availability() instanceof Availability.Available;
  }

  /** The device; null if the backend cannot be used. */
  static String device(Backends.Answer answer) {
    return answer.availability() instanceof Availability.Available yes ? yes.device() : null;
  }

  /** Why the backend cannot be used; null if it can. */
  static String reason(Backends.Answer answer) {
    return answer.availability() instanceof Availability.Unavailable no ? no.reason() : null;
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("backend", backend.orElse(null));
    tree.put("backends", answers.stream().map(Diagnosis::toTree).toList());
    tree.put("selfTest", selfTest());
    return tree;
  }

  private static Map<String, Object> toTree(Backends.Answer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", answer.name());
    tree.put("available", isAvailable(answer));
    tree.put("reason", reason(answer));
    tree.put("device", device(answer));
    return tree;
  }
}
