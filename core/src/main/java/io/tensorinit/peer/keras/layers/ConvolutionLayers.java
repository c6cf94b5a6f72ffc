package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Convolutions: plain, transposed, depthwise and separable. */
final class ConvolutionLayers {
  private ConvolutionLayers() {}

  static void addTo(Map<String, LayerType> types) {
    for (int rank = 1; rank <= 3; rank++) {
      int axes = rank;
      types.put("Conv" + rank + "D", LayerType.ofOne((l, in) -> plain(l, in, axes)));
      types.put("Convolution" + rank + "D", LayerType.ofOne((l, in) -> plain(l, in, axes)));
      types.put("Conv" + rank + "DTranspose", LayerType.ofOne((l, in) -> transposed(l, in, axes)));
      types.put(
          "Convolution" + rank + "DTranspose", LayerType.ofOne((l, in) -> transposed(l, in, axes)));
      types.put("DepthwiseConv" + rank + "D", LayerType.ofOne((l, in) -> depthwise(l, in, axes)));
      types.put("SeparableConv" + rank + "D", LayerType.ofOne((l, in) -> separable(l, in, axes)));
      types.put(
          "SeparableConvolution" + rank + "D", LayerType.ofOne((l, in) -> separable(l, in, axes)));
    }
  }

  private static long channels(LayerConfig layer, Dims input) {
    return input.size(channelAxis(layer));
  }

  private static int channelAxis(LayerConfig layer) {
    return layer.channelsFirst() ? 1 : -1;
  }

  private static List<Long> shape(List<Long> kernel, long... channels) {
    List<Long> shape = new ArrayList<>(kernel);
    for (long count : channels) {
      shape.add(count);
    }
    return shape;
  }

  private static void bias(LayerConfig layer, long filters) {
    if (layer.flag("use_bias", true)) {
      layer.weight("bias", List.of(filters), "bias_initializer", "Zeros");
    }
  }

  private static Dims plain(LayerConfig layer, Dims input, int axes) {
    long filters = layer.size("filters");
    long groups = layer.size("groups", 1);
    long channels = channels(layer, input);
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the " + channels + " channels of its input, was " + groups);
    }
    layer.weight(
        "kernel",
        shape(layer.sizes("kernel_size", axes, 1), channels / groups, filters),
        "kernel_initializer",
        "GlorotUniform");
    bias(layer, filters);
    return Windows.of(layer, "kernel_size", axes).output(input).with(channelAxis(layer), filters);
  }

  private static Dims transposed(LayerConfig layer, Dims input, int axes) {
    long filters = layer.size("filters");
    layer.weight(
        "kernel",
        shape(layer.sizes("kernel_size", axes, 1), filters, channels(layer, input)),
        "kernel_initializer",
        "GlorotUniform");
    bias(layer, filters);
    return Windows.of(layer, "kernel_size", axes)
        .transposedOutput(input)
        .with(channelAxis(layer), filters);
  }

  private static Dims depthwise(LayerConfig layer, Dims input, int axes) {
    long multiplier = layer.size("depth_multiplier", 1);
    long channels = channels(layer, input);
    layer.weight(
        layer.dialect().depthwiseKernel(),
        shape(layer.sizes("kernel_size", axes, 1), channels, multiplier),
        "depthwise_initializer",
        "GlorotUniform");
    bias(layer, channels * multiplier);
    return Windows.of(layer, "kernel_size", axes)
        .output(input)
        .with(channelAxis(layer), channels * multiplier);
  }

  private static Dims separable(LayerConfig layer, Dims input, int axes) {
    long filters = layer.size("filters");
    long multiplier = layer.size("depth_multiplier", 1);
    long channels = channels(layer, input);
    List<Long> kernel = layer.sizes("kernel_size", axes, 1);
    layer.weight(
        "depthwise_kernel",
        shape(kernel, channels, multiplier),
        "depthwise_initializer",
        "GlorotUniform");
    layer.weight(
        "pointwise_kernel",
        shape(kernel.stream().map(size -> 1L).toList(), channels * multiplier, filters),
        "pointwise_initializer",
        "GlorotUniform");
    bias(layer, filters);
    return Windows.of(layer, "kernel_size", axes).output(input).with(channelAxis(layer), filters);
  }
}
