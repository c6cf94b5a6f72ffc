package io.tensorinit.dl4j;

import io.tensorinit.dl4j.NetworkParameter.ByConfig;
import io.tensorinit.dl4j.NetworkParameter.ByName;
import io.tensorinit.dl4j.NetworkParameter.ByRuns;
import io.tensorinit.dl4j.NetworkParameter.Law;
import io.tensorinit.dl4j.NetworkParameter.Run;
import io.tensorinit.dl4j.NetworkParameter.Unknown;
import io.tensorinit.layout.Fans;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a layer initializes its parameters: its own initializer runs on a copy of its configuration
 * and memory for once, and what it asks of its weight initializations is written down. So fans are
 * Deeplearning4j's for every kind of layer, and biases what it sets them to.
 */
final class LayerReading {
  /** More runs of equal numbers than a bias has gates are no constants. */
  private static final int MOST_RUNS = 16;

  /**
   * What is known of one parameter.
   *
   * @param fans the fans it is given; empty for a constant, of which some layers say 0
   * @param law how it is initialized
   */
  record Reading(Optional<Fans> fans, Law law) {}

  private record Call(IWeightInit init, Fans fans, long place) {}

  private final List<Call> calls = new ArrayList<>();

  private LayerReading() {}

  /**
   * Reads one layer. Takes memory for its parameters for as long.
   *
   * @param conf the layer's configuration, which stays as it is
   * @param count the number of the layer's parameters, 1 or more
   * @param dtype their type
   * @return what is known of each parameter, by its key in the layer
   */
  static Map<String, Reading> of(NeuralNetConfiguration conf, long count, DataType dtype) {
    LayerReading reading = new LayerReading();
    NeuralNetConfiguration copy = conf.clone();
    copy.setLayer(reading.recording(conf.getLayer()));
    try (INDArray memory = Nd4j.create(dtype, count)) {
      Map<String, Reading> found = new LinkedHashMap<>();
      copy.getLayer()
          .initializer()
          .init(copy, memory, true)
          .forEach((key, array) -> found.put(key, reading.reading(array, conf.getLayer())));
      return found;
    }
  }

  /** A copy of a layer that writes down what it asks of its weight initializations. */
  private Layer recording(Layer layer) {
    Layer copy = layer.clone();
    if (copy instanceof BaseLayer base) {
      base.setWeightInitFn(recording(base.getWeightInitFn()));
    }
    if (copy instanceof BaseRecurrentLayer recurrent
        && recurrent.getWeightInitFnRecurrent() != null) {
      recurrent.setWeightInitFnRecurrent(recording(recurrent.getWeightInitFnRecurrent()));
    }
    if (copy instanceof BaseWrapperLayer wrapper) {
      wrapper.setUnderlying(recording(wrapper.getUnderlying()));
    }
    if (copy instanceof FrozenLayer frozen) {
      return new FrozenLayer(recording(frozen.getLayer()));
    }
    if (copy instanceof Bidirectional both) {
      both.setFwd(recording(both.getFwd()));
      both.setInitializer(new BidirectionalParamInitializer(both));
    }
    return copy;
  }

  private IWeightInit recording(IWeightInit init) {
    return new IWeightInit() {
      private static final long serialVersionUID = 1;

      @Override
      public INDArray init(
          double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        calls.add(new Call(init, new Fans(fanIn, fanOut), paramView.offset()));
        return paramView.reshape(order, shape);
      }
    };
  }

  private Reading reading(INDArray array, Layer layer) {
    for (Call call : calls) {
      if (call.place() == array.offset()) {
        Law law = law(call.init());
        boolean constant = law instanceof ByConfig known && WeightInits.isConstant(known.config());
        return new Reading(Optional.of(call.fans()).filter(fans -> !constant), law);
      }
    }
    Law numbers =
        runs(array).<Law>map(ByRuns::new).orElseGet(() -> new Unknown(layer.getClass().getName()));
    return new Reading(Optional.empty(), numbers);
  }

  private static Law law(IWeightInit init) {
    if (init instanceof NamedWeightInit named) {
      return new ByName(named);
    }
    return WeightInits.config(init)
        .<Law>map(ByConfig::new)
        .orElseGet(() -> new Unknown(init.getClass().getName()));
  }

  /** The numbers of an array as runs along its last axis; empty if there are many. */
  private static Optional<List<Run>> runs(INDArray array) {
    List<Run> runs = new ArrayList<>();
    INDArray rows = array.dup('c');
    for (long i = 0; i < rows.length(); i++) {
      double value = rows.data().getDouble(i);
      Run last = runs.isEmpty() ? new Run(0, value) : runs.remove(runs.size() - 1);
      if (last.value() == value) {
        runs.add(new Run(last.length() + 1, value));
      } else {
        runs.add(last);
        runs.add(new Run(1, value));
      }
      if (runs.size() > MOST_RUNS) {
        return Optional.empty();
      }
    }
    boolean alongOneAxis = rows.rank() > 0 && rows.size(rows.rank() - 1) == rows.length();
    return runs.size() == 1 || alongOneAxis ? Optional.of(List.copyOf(runs)) : Optional.empty();
  }
}
