package io.tensorinit.peer.keras.layers;

import java.util.List;
import java.util.Locale;

/**
 * Windows that move over the middle axes of a tensor: of convolutions and of pooling.
 *
 * @param sizes the windows' sizes along each axis
 * @param strides their strides
 * @param dilations how far their places lie apart
 * @param outputPadding what a transposed convolution adds at the end, {@link Dims#OPEN} where
 *     nothing is said
 * @param padding {@code valid}, {@code same} or {@code causal}
 * @param channelsFirst whether the channels stand before the axes
 */
record Windows(
    List<Long> sizes,
    List<Long> strides,
    List<Long> dilations,
    List<Long> outputPadding,
    String padding,
    boolean channelsFirst) {

  /** The windows of a layer; those of pooling move by their own size where no stride is said. */
  static Windows of(LayerConfig layer, String sizeKey, int axes) {
    boolean pool = sizeKey.equals("pool_size");
    List<Long> sizes = layer.sizes(sizeKey, axes, pool ? 2 : 1);
    return new Windows(
        sizes,
        pool && !layer.has("strides") ? sizes : layer.sizes("strides", axes, 1),
        layer.sizes("dilation_rate", axes, 1),
        layer.has("output_padding")
            ? layer.sizes("output_padding", axes, 0)
            : sizes.stream().map(size -> Dims.OPEN).toList(),
        layer.text("padding", "valid").toLowerCase(Locale.ROOT),
        layer.channelsFirst());
  }

  Dims output(Dims input) {
    Dims output = input;
    for (int i = 0; i < sizes.size(); i++) {
      int axis = axis(i);
      long reach = (sizes.get(i) - 1) * dilations.get(i) + 1;
      long size = input.get(axis);
      long stride = Math.max(1, strides.get(i));
      long covered = padding.equals("valid") ? size - reach + 1 : size;
      output = output.with(axis, size == Dims.OPEN ? size : ceilDivided(covered, stride));
    }
    return output;
  }

  Dims transposedOutput(Dims input) {
    Dims output = input;
    for (int i = 0; i < sizes.size(); i++) {
      int axis = axis(i);
      if (input.get(axis) != Dims.OPEN) {
        output = output.with(axis, transposed(input.get(axis), i));
      }
    }
    return output;
  }

  private long transposed(long size, int i) {
    long reach = (sizes.get(i) - 1) * dilations.get(i) + 1;
    long stride = strides.get(i);
    boolean same = padding.equals("same");
    if (outputPadding.get(i) == Dims.OPEN) {
      return same ? size * stride : size * stride + Math.max(reach - stride, 0);
    }
    return (size - 1) * stride + reach - (same ? reach / 2 * 2 : 0) + outputPadding.get(i);
  }

  private int axis(int i) {
    return channelsFirst ? i + 2 : i + 1;
  }

  private static long ceilDivided(long size, long by) {
    return Math.max(0, (size + by - 1) / by);
  }
}
