package io.tensorinit.dl4j;

import io.tensorinit.dl4j.LayerReading.Reading;
import io.tensorinit.dl4j.NetworkParameter.Unknown;
import io.tensorinit.nd4j.Nd4jArrays;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a network, by the names of its table. */
final class NetworkReading {
  private NetworkReading() {}

  /** All parameters, in the order of the network's table. */
  static List<NetworkParameter> of(Model network) {
    Map<String, INDArray> table = table(network);
    Map<String, Reading> readings = new LinkedHashMap<>();
    layers(network)
        .forEach(
            (prefix, layer) -> {
              if (layer.numParams() > 0) {
                INDArray any = layer.paramTable().values().iterator().next();
                LayerReading.of(layer.conf(), layer.numParams(), any.dataType())
                    .forEach((key, reading) -> readings.put(prefix + "_" + key, reading));
              }
            });
    List<NetworkParameter> parameters = new ArrayList<>();
    table.forEach(
        (name, array) -> {
          Reading reading =
              readings.getOrDefault(
                  name, new Reading(Optional.empty(), new Unknown("a vertex without a layer")));
          parameters.add(
              new NetworkParameter(
                  name,
                  Nd4jArrays.shape(array),
                  Nd4jArrays.dtype(array),
                  reading.fans(),
                  reading.law()));
        });
    return parameters;
  }

  /** The memory of all parameters, by name. */
  static Map<String, INDArray> table(Model network) {
    boolean initialized =
        network instanceof MultiLayerNetwork layers
            ? layers.getLayers() != null
            : !(network instanceof ComputationGraph graph) || graph.getLayers() != null;
    if (!initialized) {
      throw new IllegalStateException("network must be initialized: call its init() first");
    }
    return network.paramTable();
  }

  /** The layers, by the prefix of their parameters' names. */
  private static Map<String, Layer> layers(Model network) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    if (network instanceof MultiLayerNetwork stack) {
      for (int i = 0; i < stack.getLayers().length; i++) {
        layers.put(Integer.toString(i), stack.getLayer(i));
      }
    } else if (network instanceof ComputationGraph graph) {
      for (GraphVertex vertex : graph.getVertices()) {
        if (vertex.hasLayer()) {
          layers.put(vertex.getVertexName(), vertex.getLayer());
        }
      }
    } else {
      throw new IllegalArgumentException(
          "network must be a MultiLayerNetwork or a ComputationGraph, was a "
              + network.getClass().getName());
    }
    return layers;
  }
}
