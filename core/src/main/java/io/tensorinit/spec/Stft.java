package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TableFill;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * The kernel of a convolution that computes a short-time Fourier transform, {@code (T, channels, F
 * / 2 + 1)} with T the frame's length and F that of the transform. Element [t, c, f] is {@code
 * window(t) / s} times cos(2 pi t f / F), or -sin(2 pi t f / F). Takes no random words.
 *
 * <p>The names and the scaling are Keras's (STFTInitializer); the channel axis, which Keras
 * ignores, repeats the filter.
 *
 * <p>Source: J. B. Allen, L. R. Rabiner (1977), A unified approach to short-time Fourier analysis
 * and synthesis.
 *
 * @param side which part of the transform
 * @param window the window; empty for none, then nothing is scaled
 * @param scaling what the window is divided by
 * @param periodic whether a named window is periodic (for analysis) rather than symmetric
 */
public record Stft(Side side, Optional<Window> window, Scaling scaling, boolean periodic)
    implements Initializer {
  /**
   * A kernel with a window.
   *
   * @param side which part of the transform
   * @param window the window
   * @param scaling what the window is divided by
   * @param periodic whether a named window is periodic (for analysis) rather than symmetric
   */
  public Stft(Side side, Window window, Scaling scaling, boolean periodic) {
    this(side, Optional.of(window), scaling, periodic);
  }

  /**
   * A kernel without a window.
   *
   * @param side which part of the transform
   */
  public Stft(Side side) {
    this(side, Optional.empty(), Scaling.NONE, false);
  }

  /** A part of a complex transform. */
  public enum Side {
    /** The cosines. */
    REAL,
    /** The sines, with their minus sign. */
    IMAG
  }

  /** What a window is divided by. */
  public enum Scaling {
    /** s = sqrt(sum of squares): a spectral density. */
    DENSITY,
    /** s = sum of absolute values: a spectrum. */
    SPECTRUM,
    /** s = 1. */
    NONE
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("stft", shape, 3, 3);
    long channels = shape.size(1);
    long bands = shape.size(2);
    if (bands < 2) {
      throw new IllegalArgumentException(
          "stft: the last axis must have F / 2 + 1 >= 2 bands, was " + bands);
    }
    if (shape.size(0) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "stft: the frame must be shorter than 2^31 - 8 points, was " + shape.size(0));
    }
    long transform = Math.multiplyExact(2, bands - 1);
    double[] scaled = scaledWindow((int) shape.size(0));
    return new TableFill(
        index -> {
          long t = index / (channels * bands);
          long turns = Math.floorMod(t * (index % bands), transform);
          double wave =
              side == Side.REAL
                  ? UnitCircle.cos(turns, transform)
                  : 0.0 - UnitCircle.sin(turns, transform);
          return wave * scaled[(int) t];
        });
  }

  private double[] scaledWindow(int length) {
    double[] values = window.orElse(Window.named("boxcar")).values(length, periodic);
    double sum = 0;
    for (double value : values) {
      sum += scaling == Scaling.DENSITY ? value * value : Math.abs(value);
    }
    boolean scales = window.isPresent() && scaling != Scaling.NONE;
    double divisor = !scales ? 1 : scaling == Scaling.DENSITY ? Math.sqrt(sum) : sum;
    if (divisor == 0 && length > 0) {
      throw new IllegalArgumentException(
          "stft: the window must not sum to zero, was zero at all " + length + " points");
    }
    for (int t = 0; t < length; t++) {
      values[t] /= divisor;
    }
    return values;
  }
}
