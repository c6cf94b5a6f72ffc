package io.tensorinit.testkit;

import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MatrixView;
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
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Samples of every plan: the primitives, and compositions of them two and three deep. */
public final class SamplePlans {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private SamplePlans() {}

  /**
   * The plans that fit any shape, for one shape.
   *
   * @param shape the shape
   * @return a sample a plan
   */
  public static List<Sample> ofAnyShape(Shape shape) {
    List<Sample> samples = new ArrayList<>();
    add(samples, "constant", new ConstantFill(0.3), shape);
    add(samples, "uniform", uniform(), shape);
    add(samples, "uniform-by-variance", byVariance(), shape);
    add(samples, "uniform-narrow", uniform(1, 1.0000001), shape);
    add(samples, "uniform-point", uniform(0.7, 0.7), shape);
    add(samples, "normal", new NormalFill(0, 1), shape);
    add(samples, "normal-shifted", normal(), shape);
    add(samples, "normal-no-width", new NormalFill(2.1, 0), shape);
    add(samples, "truncated", truncated(0, 1, -2, 2, ComplexBounds.BY_VARIANCE), shape);
    add(samples, "truncated-given", truncated(1, 2, 0, 5, ComplexBounds.PER_PART), shape);
    add(samples, "truncated-far", truncated(0, 1, 5, 6, ComplexBounds.PER_PART), shape);
    add(samples, "truncated-below", truncated(0, 1, -9, -8, ComplexBounds.PER_PART), shape);
    add(samples, "truncated-half", truncated(0, 0.5, 0, INFINITY, ComplexBounds.PER_PART), shape);
    add(samples, "truncated-point", truncated(0, 1, 3, 3, ComplexBounds.PER_PART), shape);
    for (SampleFunctions.SampleQuantile quantile : SampleFunctions.SampleQuantile.values()) {
      add(samples, "quantile", new QuantileFill(quantile), shape);
    }
    add(samples, "discrete", discrete(), shape);
    add(samples, "table", new TableFill(SampleFunctions.SampleTable.RAMP), shape);
    add(samples, "function", new FunctionFill(SampleFunctions.SampleFunction.EVERYTHING), shape);
    add(samples, "scaled", new AffineFill(normal(), 1.7, -0.0), shape);
    add(samples, "scaled-shifted", new AffineFill(uniform(), -0.3, 0.1), shape);
    add(samples, "clamped", new ClampFill(normal(), -0.01, INFINITY), shape);
    add(samples, "sum", new SumFill(List.of(normal(), uniform(), new ConstantFill(0.1))), shape);
    add(samples, "noise", new NoiseFill(new ConstantFill(1), normal()), shape);
    add(samples, "bernoulli", new MaskFill(uniform(), new Mask.Bernoulli(0.3)), shape);
    add(samples, "bernoulli-all", new MaskFill(uniform(), new Mask.Bernoulli(1)), shape);
    add(samples, "mixture", mixture(), shape);
    add(samples, "deep", deep(), shape);
    return samples;
  }

  /**
   * The plans that were lowered for a shape, each for one of its own.
   *
   * @return a sample a plan
   */
  public static List<Sample> ofTheirShapes() {
    List<Sample> samples = new ArrayList<>();
    add(samples, "identity", diagonal(1, 0, 1, 1, List.of(-1L, -1L), List.of(0L, 0L)), 9, 5);
    add(samples, "rolled", diagonal(0.3, 0, 1, 1, List.of(-1L, -1L), List.of(-2L, 8L)), 5, 7);
    add(
        samples,
        "dirac",
        diagonal(1, 0, 1, 3, List.of(-1L, -1L, 1L, 2L), List.of(0L, 0L, 0L, 1L)),
        6,
        4,
        3,
        4);
    add(
        samples,
        "stack-of-identities",
        diagonal(2, 2, 1, 1, List.of(-1L, -1L, -1L), List.of(0L, 0L, 0L)),
        3,
        4,
        5);
    add(samples, "sparse", exactCount(150, 11, 100), 150, 11);
    add(samples, "sparse-none", exactCount(7, 13, 0), 7, 13);
    add(samples, "sparse-all", exactCount(7, 13, 7), 7, 13);
    add(samples, "sparse-wide", exactCount(3, 2500, 2), 3, 2500);
    add(
        samples,
        "blocks-first",
        new BlocksFill(0, List.of(2L, 0L, 5L), List.of(normal(), normal(), uniform())),
        7,
        6);
    add(
        samples,
        "blocks-last",
        new BlocksFill(2, List.of(3L, 1L, 2L), List.of(normal(), new ConstantFill(1), uniform())),
        4,
        3,
        6);
    add(samples, "blocks-nested", nestedBlocks(), 5, 12);
    add(
        samples,
        "padding-row",
        new OverlayFill(normal(), box(List.of(3L, 0L), List.of(1L, 8L)), new ConstantFill(0)),
        9,
        8);
    add(
        samples,
        "centre-tap",
        new OverlayFill(
            normal(),
            box(List.of(1L, 2L, 0L), List.of(2L, 1L, 3L)),
            new AffineFill(uniform(), 3, 1)),
        4,
        5,
        3);
    add(
        samples,
        "overlay-empty",
        new OverlayFill(normal(), box(List.of(1L, 2L), List.of(0L, 1L)), uniform()),
        4,
        5);
    samples.add(
        new Sample(
            "overlay-scalar",
            new OverlayFill(normal(), box(List.of(), List.of()), new ConstantFill(2)),
            Shape.scalar()));
    return samples;
  }

  /**
   * Orthogonal plans, which are not elementwise.
   *
   * @return a sample a plan
   */
  public static List<Sample> orthogonal() {
    List<Sample> samples = new ArrayList<>();
    for (OrthogonalFill.Method method : OrthogonalFill.Method.values()) {
      String name = "orthogonal-" + method;
      add(samples, name, orthogonal(MatrixView.columnsFrom(2, 1), method), 17, 17);
      add(samples, name, orthogonal(MatrixView.columnsFrom(2, 1), method), 40, 6);
      add(samples, name, orthogonal(MatrixView.rowsFrom(4, 0), method), 8, 5, 3, 2);
      add(samples, name, orthogonal(view(List.of(1), List.of(2), List.of(0)), method), 4, 6, 5);
      add(
          samples,
          name,
          orthogonal(view(List.of(2, 0), List.of(1), List.of(3)), method),
          4,
          5,
          3,
          7);
    }
    FillPlan gate = orthogonal(MatrixView.columnsFrom(2, 1), OrthogonalFill.Method.STEWART);
    add(
        samples,
        "orthogonal-gates",
        new BlocksFill(1, List.of(9L, 9L, 9L, 9L), List.of(gate, gate, gate, gate)),
        9,
        36);
    return samples;
  }

  private static void add(List<Sample> samples, String name, FillPlan plan, Shape shape) {
    samples.add(new Sample(name, plan, shape));
  }

  private static void add(List<Sample> samples, String name, FillPlan plan, long... sizes) {
    samples.add(new Sample(name, plan, Shape.of(sizes)));
  }

  private static UniformFill uniform(double low, double high) {
    return new UniformFill(low, high, ComplexBounds.PER_PART);
  }

  private static UniformFill uniform() {
    return uniform(-0.3, 0.7);
  }

  private static UniformFill byVariance() {
    return new UniformFill(-0.05, 0.05, ComplexBounds.BY_VARIANCE);
  }

  private static NormalFill normal() {
    return new NormalFill(0.5, 0.02);
  }

  private static TruncatedNormalFill truncated(
      double mean, double std, double low, double high, ComplexBounds bounds) {
    return new TruncatedNormalFill(mean, std, low, high, bounds);
  }

  private static DiscreteFill discrete() {
    return new DiscreteFill(List.of(-1.0, 0.1, 7.0, 0.3), List.of(0.25, 0.5, 0.0, 0.25));
  }

  private static MixtureFill mixture() {
    return new MixtureFill(
        List.of(uniform(5, 10), new ConstantFill(0), uniform(-10, -5)), List.of(0.25, 0.5, 0.25));
  }

  private static FillPlan deep() {
    return new ClampFill(
        new SumFill(
            List.of(
                new AffineFill(mixture(), 0.1, 0.2),
                new MixtureFill(
                    List.of(
                        new MaskFill(normal(), new Mask.Bernoulli(0.5)),
                        new NoiseFill(discrete(), mixture())),
                    List.of(0.4, 0.6)))),
        -1,
        1.3);
  }

  private static FillPlan nestedBlocks() {
    FillPlan inner = new BlocksFill(0, List.of(2L, 3L), List.of(normal(), exactCount(3, 7, 2)));
    return new BlocksFill(1, List.of(5L, 7L), List.of(mixture(), inner));
  }

  private static DiagonalFill diagonal(
      double value, int row, int column, int groups, List<Long> place, List<Long> shift) {
    return new DiagonalFill(value, row, column, groups, place, shift);
  }

  private static FillPlan exactCount(long rows, long columns, long zeros) {
    return new MaskFill(normal(), new Mask.ExactCount(rows, columns, zeros));
  }

  private static OrthogonalFill orthogonal(MatrixView view, OrthogonalFill.Method method) {
    return new OrthogonalFill(view, 1.5, method);
  }

  private static MatrixView view(List<Integer> rows, List<Integer> columns, List<Integer> batch) {
    return new MatrixView(rows, columns, batch);
  }

  private static Region.Box box(List<Long> start, List<Long> size) {
    return (Region.Box)
        Region.box(
            start.stream().mapToLong(Long::longValue).toArray(),
            size.stream().mapToLong(Long::longValue).toArray());
  }
}
