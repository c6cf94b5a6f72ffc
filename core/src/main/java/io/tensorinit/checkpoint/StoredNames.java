package io.tensorinit.checkpoint;

import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names under which a file may hold a parameter: its own, and those of what is tied to it. */
final class StoredNames {
  private final Map<String, List<String>> tied = new HashMap<>();

  StoredNames(Model model) {
    model.ties().forEach((name, of) -> tied.computeIfAbsent(of, x -> new ArrayList<>()).add(name));
  }

  /** A parameter's names, its own first. */
  List<String> of(Parameter parameter) {
    List<String> names = new ArrayList<>(List.of(parameter.name()));
    names.addAll(tied.getOrDefault(parameter.name(), List.of()));
    return names;
  }
}
