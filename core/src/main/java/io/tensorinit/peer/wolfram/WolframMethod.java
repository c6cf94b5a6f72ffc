package io.tensorinit.peer.wolfram;

import io.tensorinit.peer.Config;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The option Method, a name or a name with options of its own: {@code {"Xavier", "Distribution" ->
 * "Uniform"}}, as a text or as a list whose further entries are objects or texts of rules.
 *
 * @param name the method
 * @param suboptions its options
 */
record WolframMethod(String name, Map<String, Object> suboptions) {
  /** Reads the option; refuses what is no method. */
  static WolframMethod read(Config config, String option) {
    Object raw = config.raw(option);
    if (raw instanceof String text && text.strip().startsWith("{")) {
      raw = WolframDistribution.parsed(config, option, text);
    }
    if (!(raw instanceof List<?> list) || list.isEmpty()) {
      return new WolframMethod(config.word(option), Map.of());
    }
    Map<String, Object> suboptions = new LinkedHashMap<>();
    for (Object entry : list.subList(1, list.size())) {
      collect(config, option, entry, suboptions);
    }
    if (!(list.get(0) instanceof String name)) {
      throw config.refused(option, config.raw(option));
    }
    return new WolframMethod(config.wordOf(option, name), suboptions);
  }

  private static void collect(
      Config config, String option, Object entry, Map<String, Object> suboptions) {
    Object read =
        entry instanceof String text ? WolframDistribution.parsed(config, option, text) : entry;
    if (read instanceof WolframExpression.Rule rule) {
      suboptions.put(rule.name(), rule.value());
    } else if (read instanceof Map<?, ?> rules) {
      rules.forEach((name, value) -> suboptions.put(String.valueOf(name), value));
    } else {
      throw config.refused(
          option,
          config.raw(option),
          "a method, or a list of a method and its options, {\"Xavier\", \"Distribution\" ->"
              + " \"Uniform\"}");
    }
  }
}
