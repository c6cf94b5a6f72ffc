package io.tensorinit.dl4j;

import io.tensorinit.dl4j.NetworkParameter.ByConfig;
import io.tensorinit.dl4j.NetworkParameter.ByName;
import io.tensorinit.dl4j.NetworkParameter.ByRuns;
import io.tensorinit.dl4j.NetworkParameter.Run;
import io.tensorinit.layout.Fans;
import io.tensorinit.tensor.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** A network's parameters as a manifest; what {@link NetworkParameter#spec} says in Java. */
final class ManifestText {
  private ManifestText() {}

  static String of(List<NetworkParameter> parameters, Seed seed) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (NetworkParameter parameter : parameters) {
      try {
        all.add(fields(parameter));
      } catch (IllegalArgumentException | IllegalStateException e) {
        throw new IllegalArgumentException(
            "parameter \"" + parameter.name() + "\": " + e.getMessage(), e);
      }
    }
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("seed", new BigInteger(seed.toString())); // as a text it would be another
    manifest.put("layout", "dl4j");
    manifest.put("parameters", all);
    return json(manifest);
  }

  private static Map<String, Object> fields(NetworkParameter parameter) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", parameter.name());
    fields.put("shape", LongStream.of(parameter.shape().sizes()).boxed().toList());
    fields.put("dtype", parameter.dtype().name());
    parameter.fans().ifPresent(fans -> putFans(fields, fans));
    if (parameter.law() instanceof ByConfig known) {
      fields.put("init", known.config());
    } else if (parameter.law() instanceof ByName named) {
      String text = named.init().written();
      fields.put("init", text.stripLeading().startsWith("{") ? tree(text) : text);
      fields.put("key", named.init().key().toString());
    } else if (parameter.law() instanceof ByRuns numbers) {
      putRuns(fields, numbers.runs());
    }
    return fields;
  }

  private static void putFans(Map<String, Object> fields, Fans fans) {
    fields.put("fan_in", whole("fan_in", fans.in()));
    fields.put("fan_out", whole("fan_out", fans.out()));
  }

  private static long whole(String which, double fan) {
    if (fan != Math.rint(fan)) {
      throw new IllegalArgumentException(
          which
              + " must be a whole number in a manifest, was "
              + fan
              + "; describe(network) takes it");
    }
    return (long) fan;
  }

  private static void putRuns(Map<String, Object> fields, List<Run> runs) {
    fields.put("init", WeightInits.constant(runs.get(0).value()));
    if (runs.size() > 1) {
      List<Map<String, Object>> sizes = new ArrayList<>();
      for (Run run : runs) {
        sizes.add(Map.of("size", run.length(), "init", WeightInits.constant(run.value())));
      }
      fields.put("parts", Map.of("axis", -1, "sizes", sizes));
    }
  }

  private static Object tree(String json) {
    try {
      return NeuralNetConfiguration.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("init is no JSON: " + json, e);
    }
  }

  private static String json(Map<String, Object> manifest) {
    try {
      return NeuralNetConfiguration.mapper().writeValueAsString(manifest) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e.getMessage(), e); // maps, lists, texts and numbers
    }
  }
}
