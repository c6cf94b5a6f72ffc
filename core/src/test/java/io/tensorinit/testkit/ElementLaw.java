package io.tensorinit.testkit;

import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Float32Element;
import io.tensorinit.random.Float64Element;
import io.tensorinit.random.KeyStream;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.UniformElement;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * The law of the values, one part of one element at a time: what every backend is compared with.
 * Written down from the law alone, labels and all; it shares the distributions' element functions
 * and the words with the backends, and nothing else. Orthogonal matrices are not elementwise and
 * have tests of their own.
 *
 * <p>Values are doubles that hold a float32 exactly unless the dtype is computed in float64.
 */
public final class ElementLaw implements FillPlan.Visitor<Double> {
  private static final long UNSIGNED = 0xffff_ffffL;

  private final Shape shape;
  private final DType dtype;
  private final Key key;
  private final long element;
  private final int part;

  private ElementLaw(Shape shape, DType dtype, Key key, long element, int part) {
    this.shape = shape;
    this.dtype = dtype;
    this.key = key;
    this.element = element;
    this.part = part;
  }

  /**
   * The stored bits of a part of an element.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @param dtype the dtype
   * @param key the key
   * @param element the element's index in the flattened whole tensor
   * @param part 0 for the real part, 1 for the imaginary
   * @return the part's bits, in the low bits of the result
   */
  public static long bits(
      FillPlan plan, Shape shape, DType dtype, Key key, long element, int part) {
    double value = plan.accept(new ElementLaw(shape, dtype, key, element, part));
    switch (dtype.partType()) {
      case F64:
        return Double.doubleToRawLongBits(value);
      case F32:
        return Float.floatToRawIntBits((float) value) & UNSIGNED;
      default:
        return Elements.narrow(dtype.partType()).encode((float) value);
    }
  }

  private double at(FillPlan plan, Shape itsShape, Key itsKey, long itsElement) {
    return plan.accept(new ElementLaw(itsShape, dtype, itsKey, itsElement, part));
  }

  private double at(FillPlan plan, Key itsKey) {
    return at(plan, shape, itsKey, element);
  }

  private double rounded(double value) {
    return dtype.isDouble() ? value : (float) value;
  }

  private long position() {
    return element * dtype.partCount() + part;
  }

  private long word(Key stream, long position) {
    return Words.word(stream.value(), position) & UNSIGNED;
  }

  private double drawn(Float32Element inFloat, Float64Element inDouble) {
    int word = (int) word(key, position());
    return dtype.isDouble()
        ? inDouble.at(UnitInterval.digits(word, (int) word(key.derive("low"), position())))
        : inFloat.at(word);
  }

  @Override
  public Double constant(ConstantFill plan) {
    return part == 0 ? rounded(plan.value()) : 0.0;
  }

  @Override
  public Double uniform(UniformFill plan) {
    UniformFill real = dtype.isComplex() ? plan.ofPart() : plan;
    return drawn(
        UniformElement.Float32.of(real.low(), real.high()),
        UniformElement.Float64.of(real.low(), real.high()));
  }

  @Override
  public Double normal(NormalFill plan) {
    NormalFill real = dtype.isComplex() ? plan.ofPart() : plan;
    return drawn(
        QuantileElement.Float32.normal(real.mean(), real.std()),
        QuantileElement.Float64.normal(real.mean(), real.std()));
  }

  @Override
  public Double truncatedNormal(TruncatedNormalFill plan) {
    TruncatedNormalFill real = dtype.isComplex() ? plan.ofPart() : plan;
    return drawn(
        QuantileElement.Float32.truncatedNormal(real.mean(), real.std(), real.low(), real.high()),
        QuantileElement.Float64.truncatedNormal(real.mean(), real.std(), real.low(), real.high()));
  }

  @Override
  public Double quantile(QuantileFill plan) {
    return dtype.isDouble()
        ? drawn(null, QuantileElement.Float64.of(plan.quantile()))
        : drawn(QuantileElement.Float32.of(plan.quantile()), null);
  }

  @Override
  public Double discrete(DiscreteFill plan) {
    return rounded(plan.values().get(outcome(plan.thresholds(), word(key, position()))));
  }

  private static int outcome(long[] thresholds, long word) {
    int k = 0;
    while (word >= thresholds[k]) {
      k++;
    }
    return k;
  }

  @Override
  public Double orthogonal(OrthogonalFill plan) {
    throw new UnsupportedOperationException("orthogonal matrices are not elementwise");
  }

  private long[] index() {
    long[] index = new long[shape.rank()];
    long rest = element;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }

  private static long flat(long[] index, Shape shape) {
    long flat = 0;
    for (int axis = 0; axis < index.length; axis++) {
      flat = flat * shape.size(axis) + index[axis];
    }
    return flat;
  }

  @Override
  public Double diagonal(DiagonalFill plan) {
    long[] index = index();
    boolean on = part == 0;
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] = Math.floorMod(index[axis] - plan.shift().get(axis), shape.size(axis));
      boolean placed =
          axis != plan.rowAxis() && axis != plan.columnAxis() && plan.place().get(axis) >= 0;
      on &= !placed || index[axis] == plan.place().get(axis);
    }
    long groupRows = shape.size(plan.rowAxis()) / plan.groups();
    on &= index[plan.rowAxis()] % groupRows == index[plan.columnAxis()];
    return on ? rounded(plan.value()) : 0.0;
  }

  @Override
  public Double table(TableFill plan) {
    return rounded(part == 0 ? plan.table().at(element) : plan.table().imaginaryAt(element));
  }

  @Override
  public Double function(FunctionFill plan) {
    KeyStream stream = new KeyStream(key, dtype.isDouble());
    stream.moveTo(position());
    return rounded(plan.function().at(position(), stream));
  }

  @Override
  public Double affine(AffineFill plan) {
    double inner = at(plan.inner(), key);
    double shift = part == 0 ? plan.shift() : -0.0;
    return dtype.isDouble()
        ? Math.fma(inner, plan.scale(), shift)
        : Math.fma((float) inner, (float) plan.scale(), (float) shift);
  }

  @Override
  public Double clamp(ClampFill plan) {
    double inner = at(plan.inner(), key);
    return Math.min(Math.max(inner, rounded(plan.low())), rounded(plan.high()));
  }

  @Override
  public Double sum(SumFill plan) {
    double sum = at(plan.summands().get(0), key.derive("sum/0"));
    for (int k = 1; k < plan.summands().size(); k++) {
      sum = rounded(sum + at(plan.summands().get(k), key.derive("sum/" + k)));
    }
    return sum;
  }

  @Override
  public Double noise(NoiseFill plan) {
    return rounded(at(plan.base(), key) + at(plan.noise(), key.derive("noise")));
  }

  @Override
  public Double mask(MaskFill plan) {
    Key stream = key.derive("mask");
    boolean kept =
        plan.mask() instanceof Mask.Bernoulli bernoulli
            ? word(stream, element) < bernoulli.threshold()
            : isKept((Mask.ExactCount) plan.mask(), stream);
    return kept ? at(plan.inner(), key) : 0.0;
  }

  private boolean isKept(Mask.ExactCount mask, Key stream) {
    long row = element / mask.columns();
    long column = element % mask.columns();
    long left = mask.zeros();
    for (long r = 0; ; r++) {
      long x = word(stream, column * mask.rows() + r);
      boolean zero = (x * (mask.rows() - r)) >>> 32 < left;
      if (r == row) {
        return !zero;
      }
      left -= zero ? 1 : 0;
    }
  }

  @Override
  public Double mixture(MixtureFill plan) {
    int k = outcome(plan.thresholds(), word(key.derive("choice"), element));
    return at(plan.components().get(k), key.derive("part/" + k));
  }

  @Override
  public Double blocks(BlocksFill plan) {
    long[] index = index();
    int k = 0;
    while (index[plan.axis()] >= plan.sizes().get(k)) {
      index[plan.axis()] -= plan.sizes().get(k++);
    }
    Shape block = shape.with(plan.axis(), plan.sizes().get(k));
    return at(plan.blocks().get(k), block, key.derive("block/" + k), flat(index, block));
  }

  @Override
  public Double overlay(OverlayFill plan) {
    Region.Box box = plan.box();
    long[] index = index();
    for (int axis = 0; axis < index.length; axis++) {
      index[axis] -= box.start()[axis];
      if (index[axis] < 0 || index[axis] >= box.shape().size(axis)) {
        return at(plan.base(), key);
      }
    }
    return at(plan.inside(), box.shape(), key, flat(index, box.shape()));
  }
}
