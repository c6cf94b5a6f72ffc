package io.tensorinit.plan;

import io.tensorinit.function.Quantile;
import io.tensorinit.random.NormalWindow;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Moments of continuous distributions whose values are held within bounds. */
final class ClampedLaws {
  /** Farther out nothing is drawn from a normal distribution in any dtype. */
  private static final double FAR = 36;

  /** Windows that were asked for, each in the place its ends say: models repeat few. */
  private static final AtomicReferenceArray<@Nullable Window> WINDOWS =
      new AtomicReferenceArray<>(64);

  private ClampedLaws() {}

  /** What is known of the normal between two ends. */
  private record Window(double low, double high, NormalWindow normal) {}

  private static NormalWindow window(double low, double high) {
    int hash = Double.hashCode(low) * 31 + Double.hashCode(high);
    int place = (hash * 0x9e3779b9) >>> (Integer.SIZE - 6);
    Window kept = WINDOWS.get(place);
    if (kept == null || kept.low != low || kept.high != high) {
      kept = new Window(low, high, NormalWindow.of(low, high));
      WINDOWS.set(place, kept);
    }
    return kept.normal;
  }

  static PartMoments uniform(double low, double high, Clamp clamp) {
    if (low == high) {
      return PartMoments.constant(clamp.of(low));
    }
    if (clamp.spares(low, high)) {
      double width = high - low;
      return PartMoments.of(low + width / 2, width * width / 12, low, high);
    }
    double from = clamp.of(low) == clamp.low() ? Math.min(clamp.low(), high) : low;
    double to = clamp.of(high) == clamp.high() ? Math.max(clamp.high(), low) : high;
    double width = high - low;
    PartMoments inside = uniform(from, Math.max(from, to), Clamp.NONE);
    return heaped(inside, (from - low) / width, (high - to) / width, clamp);
  }

  /** Of the normal cut to [low, high], which may be infinite. */
  static PartMoments normal(double mean, double std, double low, double high, Clamp clamp) {
    if (std == 0 || low == high) {
      return PartMoments.constant(clamp.of(std == 0 ? mean : low));
    }
    boolean uncut = Double.isInfinite(low) && Double.isInfinite(high);
    if (uncut && clamp.spares(low, high)) {
      return PartMoments.of(mean, std * std, low, high);
    }
    NormalWindow whole = window((low - mean) / std, (high - mean) / std);
    if (clamp.spares(low, high)) {
      return scaled(whole, mean, std, low, high);
    }
    double a = Math.max(whole.low(), Math.max(-FAR, (clamp.low() - mean) / std));
    double b = Math.min(whole.high(), Math.min(FAR, (clamp.high() - mean) / std));
    if (a >= b) {
      return PartMoments.constant(clamp.of(mean + std * (a > whole.high() ? whole.high() : b)));
    }
    double below = whole.low() < a ? NormalWindow.of(whole.low(), a).mass() / whole.mass() : 0;
    double above = b < whole.high() ? NormalWindow.of(b, whole.high()).mass() / whole.mass() : 0;
    PartMoments inside = scaled(NormalWindow.of(a, b), mean, std, clamp.of(low), clamp.of(high));
    return heaped(inside, below, above, clamp);
  }

  private static PartMoments scaled(
      NormalWindow window, double mean, double std, double low, double high) {
    return PartMoments.of(mean + std * window.mean(), std * std * window.variance(), low, high);
  }

  /** What lies inside of the clamp, with heaps of these probabilities at its ends. */
  private static PartMoments heaped(PartMoments inside, double below, double above, Clamp clamp) {
    PartMoments ends = PartMoments.constant(clamp.high());
    double outside = below + above;
    if (below > 0) {
      ends = PartMoments.constant(clamp.low()).mixed(below / outside, ends);
    }
    return ends.mixed(outside, inside);
  }

  /** Of a distribution given by its quantile function, by quadrature. */
  static PartMoments quantile(Quantile quantile, Clamp clamp) {
    return new QuantileMoments(quantile, clamp).moments();
  }
}
