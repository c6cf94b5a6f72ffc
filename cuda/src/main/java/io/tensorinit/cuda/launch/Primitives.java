package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.DistributionArgument;
import io.tensorinit.cuda.kernel.FewOutcomes;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.kernel.RoundKeys;
import io.tensorinit.cuda.kernel.TableDistribution;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.HostFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * The primitives that fill a box by a launch, but for orthogonal matrices; and the values that come
 * from the host. Nothing is computed before a box is filled: a plan's table, for one, is made when
 * a box needs it.
 */
final class Primitives {
  /** Elements from the host at a time: 2^20, so that copies and the host's work overlap. */
  private static final long MOST_FROM_HOST = 1L << 20;

  private final FillScope scope;
  private final Optional<CurandWords> words;
  private final Scratch scratch;
  private final Diagonals diagonals;

  /**
   * The primitives of a fill.
   *
   * @param scope what stays the same through the fill
   * @param words cuRAND's words, where they are not worked out by fused kernels
   */
  Primitives(FillScope scope, Optional<CurandWords> words) {
    this.scope = scope;
    this.words = words;
    this.scratch = new Scratch(scope);
    this.diagonals = new Diagonals(scope);
  }

  private BoxFill launches(Shape shape, BoxFill launches) {
    return BoxFill.cutting(shape, scope.parts(), launches);
  }

  // ---- one value everywhere

  BoxFill constant(ConstantFill plan, Shape shape) {
    return launches(shape, (box, cells) -> launchConstant(plan, box, cells));
  }

  private void launchConstant(ConstantFill plan, PlacedBox box, DeviceCells cells) {
    BoxWalk walk = box.walkOfCells(scope.parts());
    if (walk.isRun()) {
      launchConstantRun(walk, plan.value(), cells);
    } else {
      launchConstantBox(box.walkOfCells(1), plan.value(), cells);
    }
  }

  private void launchConstantRun(BoxWalk walk, double value, DeviceCells cells) {
    long to = cells.at(walk.cell());
    long bytes = walk.count() * cells.cellType().bytes();
    ConstantPattern pattern = ConstantPattern.of(value, cells.cellType(), scope.parts(), to);
    Arguments arguments = new Arguments().add(to).add(bytes);
    pattern.addTo(arguments);
    launch("fill_constant", "fill_constant", bytes / 16 + 2, arguments);
  }

  /** Whole elements where they lie at multiples of their size, else part by part. */
  private void launchConstantBox(BoxWalk elements, double value, DeviceCells cells) {
    int bytes = cells.cellType().bytes() * scope.parts();
    long to = cells.address() + elements.cell() * bytes;
    int together = to % bytes == 0 ? bytes : cells.cellType().bytes();
    Arguments arguments = new Arguments().add(to).add(bytes).add(together);
    ConstantPattern.of(value, cells.cellType(), scope.parts(), 0).addTo(arguments);
    elements.addTo(arguments);
    launch("fill_constant", "fill_constant_box", elements.count(), arguments);
  }

  // ---- distributions: an element is a function of its own word

  BoxFill uniform(UniformFill plan, Shape shape, Key key) {
    return launches(
        shape,
        (box, cells) ->
            distribution(DistributionArgument.of(plan, scope.dtype()), shape, key, box, cells));
  }

  /** A continuous distribution other than the uniform. */
  BoxFill continuous(ContinuousFill plan, Shape shape, Key key) {
    return launches(
        shape,
        (box, cells) -> {
          TableDistribution its = TableDistribution.of(plan, scope.dtype());
          int blockBytes = scope.kernels().sharedBytes();
          scope
              .memory()
              .tables()
              .withTable(
                  its.table(),
                  scope.stream(),
                  address -> distribution(its.alone(address, blockBytes), shape, key, box, cells));
        });
  }

  /** By a table, unless it has few outcomes. */
  BoxFill discrete(DiscreteFill plan, Shape shape, Key key) {
    return launches(
        shape,
        (box, cells) -> {
          Optional<DistributionArgument> few = FewOutcomes.of(plan, cells.cellType());
          if (few.isPresent() && !isFromWords(box, shape)) {
            launchFused(few.get(), shape, key, box, cells);
            return;
          }
          scope
              .memory()
              .tables()
              .withTable(
                  DistributionTable.of(plan, scope.inDouble()),
                  scope.stream(),
                  address ->
                      distribution(DistributionArgument.of(plan, address), shape, key, box, cells));
        });
  }

  /** Whether cuRAND makes the words of a box. */
  private boolean isFromWords(PlacedBox box, Shape shape) {
    return words.isPresent() && WordLane.serves(box, shape, scope.parts());
  }

  /** A distribution's values, by its fused kernel or from cuRAND's words. */
  private void distribution(
      DistributionArgument distribution, Shape shape, Key key, PlacedBox box, DeviceCells cells) {
    if (isFromWords(box, shape)) {
      WordLane lane = new WordLane(scope, words.get(), shape, key);
      scratch.fill(
          box,
          cells,
          WordLane.MOST_POSITIONS / scope.parts(),
          (to, chunk) -> lane.evaluate(distribution, chunk, to));
    } else {
      launchFused(distribution, shape, key, box, cells);
    }
  }

  /** A distribution's kernel: over a run where positions and cells are consecutive, else a box. */
  private void launchFused(
      DistributionArgument distribution, Shape shape, Key key, PlacedBox box, DeviceCells cells) {
    BoxWalk walk = box.walk(shape.rowMajorStrides(), scope.parts());
    Arguments arguments = distribution.struct().copy();
    RoundKeys.addTo(arguments, key, scope.inDouble());
    arguments.add(cells.at(walk.cell()));
    if (walk.isRun()) {
      arguments.add(walk.first()).add(walk.count());
      scope.kernels().launchRun(distribution, cells, walk, scope.stream(), arguments);
    } else {
      String file = "fill_" + distribution.name();
      walk.addQuadsTo(arguments);
      launch(file, file + "_" + cells.suffix() + "_box", walk.quads(), arguments);
    }
  }

  // ---- a pattern, and values from the host

  BoxFill diagonal(DiagonalFill plan, Shape shape) {
    return diagonals.on(constant(new ConstantFill(0), shape), plan, shape);
  }

  /** Values that are worked out on the host and copied, in the order of the stream. */
  BoxFill host(HostFill plan, Shape shape, Key key) {
    return launches(
        shape,
        (box, cells) ->
            scratch.fillApart(
                box, cells, MOST_FROM_HOST, (to, chunk) -> upload(plan, shape, key, chunk, to)));
  }

  private void upload(HostFill plan, Shape shape, Key key, PlacedBox chunk, long to) {
    if (scope.rehearsed()) {
      return;
    }
    scope
        .memory()
        .staging()
        .upload(
            Math.toIntExact(scratch.bytes(chunk)),
            pinned -> HostValues.evaluate(plan, shape, key, chunk, scope.dtype(), pinned),
            to,
            scope.stream());
  }

  private void launch(String file, String kernel, long work, Arguments arguments) {
    scope.kernels().launch(file, kernel, work, scope.stream(), arguments);
  }
}
