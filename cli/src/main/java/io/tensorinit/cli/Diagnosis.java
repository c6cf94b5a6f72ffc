package io.tensorinit.cli;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Component;
import io.tensorinit.backend.SelfTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the doctor found.
 *
 * @param backend the backend that would serve; empty if none can
 * @param findings what is known of every backend, best first
 * @param faults what is wrong, a line each
 */
record Diagnosis(Optional<String> backend, List<Finding> findings, List<String> faults) {
  /**
   * What is known of a backend.
   *
   * @param answer whether it can be used
   * @param components what it uses and misses
   */
  record Finding(Backends.Answer answer, List<Component> components) {
    String name() {
      return answer.name();
    }

    boolean isAvailable() {
      return answer.availability() instanceof Availability.Available;
    }

    /** The device; empty if the backend cannot be used. */
    Optional<String> device() {
      return answer.availability() instanceof Availability.Available yes
          ? Optional.of(yes.device())
          : Optional.empty();
    }

    /** Why the backend cannot be used; empty if it can. */
    Optional<String> reason() {
      return answer.availability() instanceof Availability.Unavailable no
          ? Optional.of(no.reason())
          : Optional.empty();
    }

    private Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", name());
      tree.put("available", isAvailable());
      tree.put("reason", reason().orElse(null));
      tree.put("device", device().orElse(null));
      tree.put("components", components.stream().map(Finding::toTree).toList());
      return tree;
    }

    private static Map<String, Object> toTree(Component component) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("name", component.name());
      tree.put("found", component.found());
      tree.put("detail", component.detail());
      return tree;
    }
  }

  /** Chooses a backend as every other command would, and tries it. */
  static Diagnosis of(Backends backends) {
    List<Finding> findings =
        backends.report().stream()
            .map(answer -> new Finding(answer, backends.components(answer.name())))
            .toList();
    Optional<String> serving = Optional.empty();
    List<String> faults = new ArrayList<>();
    try {
      Backends.Choice choice = backends.choose();
      serving = Optional.of(choice.provider().name());
      Backends.Opened opened =
          backends.open(choice, BackendOptions.DEFAULT, backend -> Optional.empty());
      try (Backend backend = opened.backend()) {
        serving = Optional.of(backend.name());
        if (!opened.choice().equals(choice)) { // what was available could not be opened
          opened.choice().why().ifPresent(faults::add);
        }
        faults.addAll(SelfTest.run(backend));
      }
    } catch (BackendException e) {
      faults.add(e.getMessage());
    }
    return new Diagnosis(serving, findings, List.copyOf(faults));
  }

  boolean isWell() {
    return faults.isEmpty();
  }

  /** The self-test's result in a word, or what failed. */
  String selfTest() {
    return isWell() ? "ok" : String.join("; ", faults);
  }

  Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("backend", backend.orElse(null));
    tree.put("backends", findings.stream().map(Finding::toTree).toList());
    tree.put("selfTest", selfTest());
    return tree;
  }
}
