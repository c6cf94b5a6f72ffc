package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TableFill;
import io.tensorinit.tensor.Shape;

/**
 * The filter of bilinear upsampling, in every pair of channels: with f = ceil(width / 2) and c = (2
 * f - 1 - f mod 2) / (2 f), the element at row y and column x of the last two axes is {@code (1 -
 * |x / f - c|) (1 - |y / f - c|)}. Rank 4, {@code (out, in, height, width)}; takes no random words.
 *
 * <p>The formula is MXNet's: both axes use the width, and a 2 x 2 kernel is one corner only.
 *
 * <p>Source: J. Long, E. Shelhamer, T. Darrell (2015), Fully convolutional networks for semantic
 * segmentation.
 */
public record Bilinear() implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("bilinear", shape, 4, 4);
    long height = shape.size(2);
    long width = shape.size(3);
    double f = Math.ceil(width / 2.0);
    double c = (2 * f - 1 - f % 2) / (2 * f);
    return new TableFill(
        index -> {
          double x = index % width;
          double y = index / width % height;
          return (1 - Math.abs(x / f - c)) * (1 - Math.abs(y / f - c));
        });
  }
}
