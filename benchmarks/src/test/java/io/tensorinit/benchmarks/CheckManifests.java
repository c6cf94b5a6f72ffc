package io.tensorinit.benchmarks;

import io.tensorinit.benchmarks.gpu.Gpt2;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.NamedSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes manifests whose files are to be the same from every backend: {@code names.json} has every
 * name of {@code list}, with each word that it takes, in every dtype that a safetensors file holds;
 * {@code qr.json} has the orthogonal matrices by {@code method: qr}, which agree within a
 * tolerance; {@code gpt2.json} is a GPT-2 small.
 */
public final class CheckManifests {
  private CheckManifests() {}

  /**
   * Writes them.
   *
   * @param arguments the folder, which is made where it is missing
   * @throws IOException if it cannot be written to
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<Object> names = new ArrayList<>();
    List<Object> qr = new ArrayList<>();
    for (NamedSample sample : NamedSample.all()) {
      List<Object> parameters = sample.plan().contains(CheckManifests::isByQr) ? qr : names;
      for (DType dtype : EnumSet.complementOf(EnumSet.of(DType.C32, DType.C128))) {
        if (sample.takes(dtype)) {
          parameters.add(parameter(parameters.size() + "." + sample.name(), sample, dtype));
        }
      }
    }
    write(folder.resolve("names.json"), names);
    write(folder.resolve("qr.json"), qr);
    write(
        folder.resolve("gpt2.json"),
        Gpt2.TENSORS.stream().<Object>map(CheckManifests::parameter).toList());
  }

  private static boolean isByQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrices && matrices.method() == OrthogonalFill.Method.QR;
  }

  private static Map<String, Object> parameter(String name, NamedSample sample, DType dtype) {
    Map<String, Object> init =
        Map.of("class_name", sample.name(), "config", given(sample.config()));
    return parameter(name, sample.shape().sizes(), dtype, init);
  }

  private static Map<String, Object> parameter(Gpt2.Tensor tensor) {
    Object init =
        switch (tensor.kind()) {
          case WEIGHT -> Map.of("class_name", "random_normal", "config", Map.of("stddev", 0.02));
          case SCALE -> "ones";
          case BIAS -> "zeros";
        };
    return parameter(tensor.name(), tensor.shape(Gpt2.WIDTH).sizes(), DType.F32, init);
  }

  private static Map<String, Object> parameter(
      String name, long[] sizes, DType dtype, Object init) {
    List<Long> shape = Arrays.stream(sizes).boxed().toList();
    return Map.of("name", name, "shape", shape, "dtype", dtype.name(), "init", init);
  }

  /** What JSON can say: a default that is no number, or infinite, is left out. */
  private static Map<String, Object> given(Map<String, Object> config) {
    Map<String, Object> given = new TreeMap<>(config);
    given
        .values()
        .removeIf(value -> value == null || (value instanceof Double d && d.isInfinite()));
    return given;
  }

  private static void write(Path file, List<Object> parameters) throws IOException {
    Files.writeString(file, JsonWriter.compact(Map.of("parameters", parameters)));
  }
}
