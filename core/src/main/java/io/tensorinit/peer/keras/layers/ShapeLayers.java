package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers without variables that change the shape: reshaping, padding, cropping, pooling. */
final class ShapeLayers {
  private static final List<String> UNCHANGED =
      List.of(
          "Activation",
          "ActivityRegularization",
          "AddLoss",
          "AddMetric",
          "AlphaDropout",
          "Dropout",
          "ELU",
          "GaussianDropout",
          "GaussianNoise",
          "Identity",
          "LeakyReLU",
          "Masking",
          "ReLU",
          "Rescaling",
          "Softmax",
          "SpatialDropout1D",
          "SpatialDropout2D",
          "SpatialDropout3D",
          "ThresholdedReLU",
          "UnitNormalization",
          "RandomBrightness",
          "RandomColorDegeneration",
          "RandomColorJitter",
          "RandomContrast",
          "RandomErasing",
          "RandomFlip",
          "RandomGaussianBlur",
          "RandomGrayscale",
          "RandomHue",
          "RandomInvert",
          "RandomPerspective",
          "RandomPosterization",
          "RandomRotation",
          "RandomSaturation",
          "RandomSharpness",
          "RandomShear",
          "RandomTranslation",
          "RandomZoom",
          "AutoContrast",
          "Equalization",
          "Solarization",
          "CutMix",
          "MixUp",
          "AugMix",
          "RandAugment");

  private ShapeLayers() {}

  static void addTo(Map<String, LayerType> types) {
    UNCHANGED.forEach(name -> types.put(name, LayerType.ofOne((layer, input) -> input)));
    types.put("Flatten", LayerType.ofOne(ShapeLayers::flatten));
    types.put("Reshape", LayerType.ofOne(ShapeLayers::reshape));
    types.put("Permute", LayerType.ofOne(ShapeLayers::permute));
    types.put("RepeatVector", LayerType.ofOne(ShapeLayers::repeat));
    types.put("Resizing", LayerType.ofOne(ShapeLayers::resize));
    types.put("CenterCrop", LayerType.ofOne(ShapeLayers::resize));
    types.put("RandomCrop", LayerType.ofOne(ShapeLayers::resize));
    for (int rank = 1; rank <= 3; rank++) {
      int axes = rank;
      String suffix = rank + "D";
      types.put(
          "ZeroPadding" + suffix, LayerType.ofOne((l, in) -> stretched(l, in, axes, "padding", 1)));
      types.put(
          "Cropping" + suffix, LayerType.ofOne((l, in) -> stretched(l, in, axes, "cropping", -1)));
      types.put("UpSampling" + suffix, LayerType.ofOne((l, in) -> repeated(l, in, axes)));
      for (String kind : List.of("Max", "Average")) {
        LayerType pooled = LayerType.ofOne((l, in) -> Windows.of(l, "pool_size", axes).output(in));
        types.put(kind + "Pooling" + suffix, pooled);
        types.put(kind.substring(0, 3) + "Pool" + suffix, pooled);
        LayerType all = LayerType.ofOne(ShapeLayers::global);
        types.put("Global" + kind + "Pooling" + suffix, all);
        types.put("Global" + kind.substring(0, 3) + "Pool" + suffix, all);
      }
    }
  }

  private static Dims flatten(LayerConfig layer, Dims input) {
    List<Long> rest = input.part(1, input.rank());
    return Dims.joined(input.part(0, 1), List.of(Dims.product(rest)));
  }

  private static Dims reshape(LayerConfig layer, Dims input) {
    List<Long> target = new ArrayList<>();
    for (Object size : layer.list("target_shape")) {
      target.add(size instanceof Long given ? given : Dims.OPEN);
    }
    int open = target.indexOf(Dims.OPEN);
    long all = input.isKnown() ? Dims.product(input.part(1, input.rank())) : Dims.OPEN;
    if (open >= 0 && all != Dims.OPEN) {
      target.set(open, 1L);
      long others = Dims.product(target);
      target.set(open, others <= 0 ? Dims.OPEN : all / others);
    }
    return Dims.joined(input.isKnown() ? input.part(0, 1) : List.of(Dims.OPEN), target);
  }

  private static Dims permute(LayerConfig layer, Dims input) {
    List<Long> sizes = new ArrayList<>(input.part(0, 1));
    layer.axes("dims", 1).forEach(axis -> sizes.add(input.get(axis)));
    return Dims.of(sizes);
  }

  private static Dims repeat(LayerConfig layer, Dims input) {
    return Dims.of(input.get(0), layer.size("n"), input.get(1));
  }

  private static Dims resize(LayerConfig layer, Dims input) {
    int first = layer.channelsFirst() ? -2 : -3;
    return input.with(first, layer.size("height")).with(first + 1, layer.size("width"));
  }

  /** Padding, or with sign -1 cropping: one number, one an axis, or two an axis. */
  private static Dims stretched(LayerConfig layer, Dims input, int axes, String key, int sign) {
    Object said = layer.raw(key);
    Dims output = input;
    for (int i = 0; i < axes; i++) {
      int axis = layer.channelsFirst() ? i + 2 : i + 1;
      long more;
      if (said instanceof List<?> list && (axes == 1 || list.get(i) instanceof List<?>)) {
        List<?> ends =
            axes == 1 && !(list.get(0) instanceof List<?>) ? list : (List<?>) list.get(i);
        more = number(layer, key, ends.get(0)) + number(layer, key, ends.get(ends.size() - 1));
      } else {
        more = 2 * layer.sizes(key, axes, 1).get(i);
      }
      long size = output.get(axis);
      output = output.with(axis, size == Dims.OPEN ? size : Math.max(0, size + sign * more));
    }
    return output;
  }

  private static long number(LayerConfig layer, String key, Object value) {
    if (value instanceof Long number && number >= 0) {
      return number;
    }
    throw layer.refused(key, "integers of 0 or more", value);
  }

  private static Dims repeated(LayerConfig layer, Dims input, int axes) {
    List<Long> times = layer.sizes("size", axes, 2);
    Dims output = input;
    for (int i = 0; i < axes; i++) {
      int axis = layer.channelsFirst() ? i + 2 : i + 1;
      long size = output.get(axis);
      output = output.with(axis, size == Dims.OPEN ? size : size * times.get(i));
    }
    return output;
  }

  private static Dims global(LayerConfig layer, Dims input) {
    int channels = layer.channelsFirst() ? 1 : input.rank() - 1;
    if (!layer.flag("keepdims", false)) {
      return Dims.of(input.get(0), input.get(channels));
    }
    Dims output = input;
    for (int axis = 1; axis < input.rank(); axis++) {
      output = axis == channels ? output : output.with(axis, 1);
    }
    return output;
  }
}
