package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fans by named axes of the whole tensor. With S the product of the sizes of a set of axes: JAX
 * takes what belongs to neither as receptive field, {@code r = elements / S(in) / S(out) /
 * S(batch)}, fan in {@code r S(in)}, fan out {@code r S(out)}, also where an axis is both; Keras
 * takes {@code S(in)} and {@code S(out)} and ignores the others.
 *
 * @param in the axes of the inputs, negative ones from the end
 * @param out the axes of the outputs
 * @param batch the axes left out
 * @param receptiveField whether the remaining axes count
 */
record AxesFanRule(List<Integer> in, List<Integer> out, List<Integer> batch, boolean receptiveField)
    implements FanRule {
  AxesFanRule {
    in = List.copyOf(in);
    out = List.copyOf(out);
    batch = List.copyOf(batch);
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.of(ChannelOrder.LAST);
  }

  @Override
  public boolean namesAxes() {
    return true;
  }

  @Override
  public boolean reads(Shape shape) {
    return shape.rank() >= 2 || missing(shape, axes()).isEmpty();
  }

  @Override
  public FanReading read(Shape shape, LayoutOptions options) {
    List<Integer> batched = new ArrayList<>(batch);
    batched.addAll(options.batchAxes());
    List<Integer> all = axes();
    all.addAll(batched);
    List<Integer> missing = missing(shape, all);
    if (!missing.isEmpty()) {
      return FanReading.refused("shape " + shape + " has no axis " + missing.get(0));
    }
    double inSize = size(shape, in);
    double outSize = size(shape, out);
    if (!receptiveField) {
      return FanReading.of(inSize, outSize);
    }
    double field = shape.elementCount() / inSize / outSize / size(shape, batched);
    return Double.isNaN(field)
        ? FanReading.refused("the receptive field of shape " + shape + " is zero divided by zero")
        : FanReading.of(field * inSize, field * outSize);
  }

  private List<Integer> axes() {
    List<Integer> axes = new ArrayList<>(in);
    axes.addAll(out);
    return axes;
  }

  private static List<Integer> missing(Shape shape, List<Integer> axes) {
    return axes.stream().filter(axis -> axis >= shape.rank() || axis < -shape.rank()).toList();
  }

  private static double size(Shape shape, List<Integer> axes) {
    double size = 1;
    for (int axis : axes) {
      size *= shape.size(axis);
    }
    return size;
  }
}
