package io.tensorinit.peer.flux;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.tensor.Shape;

/**
 * Flux's lecun_normal: std {@code gain / sqrt(fan_in)} before cutting at the absolute values -2 and
 * 2, which as a rule are too far to matter.
 *
 * @param gain the factor, above 0
 */
record FluxLecunNormal(double gain) implements Initializer {
  private static final double CUT = 2;

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    double fanIn = Math.max(1, layout.requireFans(shape).in());
    return new TruncatedNormal(
            0, gain / Math.sqrt(fanIn), -CUT, CUT, TruncatedNormal.Bounds.ABSOLUTE)
        .lower(shape, layout);
  }
}
