package io.tensorinit.cli.examples;

import io.tensorinit.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A manifest in the making: what it says of all parameters, then a line for each. */
final class ExampleManifest {
  private final String fileName;
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final List<Map<String, Object>> parameters = new ArrayList<>();

  ExampleManifest(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  ExampleManifest with(String field, Object value) {
    header.put(field, value);
    return this;
  }

  ExampleManifest rule(String match, Object init) {
    @SuppressWarnings("unchecked")
    List<Object> rules = (List<Object>) header.computeIfAbsent("rules", field -> new ArrayList<>());
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("match", match);
    rule.put("init", init);
    rules.add(rule);
    return this;
  }

  ExampleManifest add(String name, long... shape) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    List<Object> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size);
    }
    parameter.put("shape", sizes);
    parameters.add(parameter);
    return this;
  }

  /** A weight and its bias, the bias as long as an axis of the weight. */
  ExampleManifest addWithBias(String layer, int outAxis, long... shape) {
    return add(layer + ".weight", shape).add(layer + ".bias", shape[outAxis]);
  }

  /** A normalization's weight and bias. */
  ExampleManifest addNorm(String layer, long features) {
    return addWithBias(layer, 0, features);
  }

  /** The file: a line for each field, each rule and each parameter. */
  String json() {
    List<String> fields = new ArrayList<>();
    header.forEach(
        (field, value) ->
            fields.add(
                "  \""
                    + field
                    + "\": "
                    + (value instanceof List<?> list ? lines(list) : spaced(value))));
    fields.add("  \"parameters\": " + lines(parameters));
    return "{\n" + String.join(",\n", fields) + "\n}\n";
  }

  private static String lines(List<?> elements) {
    return elements.stream()
        .map(element -> "    " + spaced(element))
        .collect(Collectors.joining(",\n", "[\n", "\n  ]"));
  }

  /** No text in the examples holds a comma, a colon or a brace, so these divide. */
  private static String spaced(Object tree) {
    return JsonWriter.compact(tree).replace(",", ", ").replace("\":", "\": ");
  }
}
