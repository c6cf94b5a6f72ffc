package io.tensorinit.dl4j;

import io.tensorinit.layout.Fans;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Part;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One parameter of a network, and how its layer initializes it.
 *
 * @param name its name in the network's table
 * @param shape its shape
 * @param dtype the type of its elements
 * @param fans the fans that its layer gives it; empty for a constant
 * @param law how it is initialized
 */
record NetworkParameter(String name, Shape shape, DType dtype, Optional<Fans> fans, Law law) {
  /** How a layer initializes a parameter. */
  sealed interface Law {}

  /**
   * By a weight initialization that has a name.
   *
   * @param config the initializer, as a config object
   */
  record ByConfig(Map<String, Object> config) implements Law {}

  /**
   * By one of TensorInit's own, in the configuration.
   *
   * @param init the weight initialization, whose name decides the values
   */
  record ByName(NamedWeightInit init) implements Law {}

  /**
   * With numbers that do not change, one behind the other along the last axis.
   *
   * @param runs how often which number
   */
  record ByRuns(List<Run> runs) implements Law {}

  /**
   * A number several times.
   *
   * @param length how often
   * @param value the number
   */
  record Run(long length, double value) {}

  /**
   * In a way that cannot be read.
   *
   * @param what the class that does it
   */
  record Unknown(String what) implements Law {}

  /** The parameter as a model's builder takes it; without an initializer where none is known. */
  ParameterSpec spec() {
    ParameterSpec spec = ParameterSpec.of(name, shape).dtype(dtype).layout(Layouts.named("dl4j"));
    if (fans.isPresent()) {
      spec = spec.fans(fans.get().in(), fans.get().out());
    }
    if (law instanceof ByConfig known) {
      return known.config().get("config") instanceof Map<?, ?> none && none.isEmpty()
          ? spec.init(String.valueOf(known.config().get("class_name"))) // which a listing shows
          : spec.init(initializer(known.config()));
    }
    if (law instanceof ByName named) {
      return spec.init(named.init().initializer()).key(named.init().key());
    }
    if (law instanceof ByRuns numbers) {
      List<Run> runs = numbers.runs();
      ParameterSpec first = spec.init(constant(runs.get(0)));
      return runs.size() == 1
          ? first
          : first.parts(
              -1, runs.stream().map(run -> Part.of(run.length()).init(constant(run))).toList());
    }
    return spec;
  }

  private static Initializer constant(Run run) {
    return initializer(WeightInits.constant(run.value()));
  }

  private static Initializer initializer(Map<String, Object> config) {
    return InitializerNames.resolve(config).seeded();
  }
}
