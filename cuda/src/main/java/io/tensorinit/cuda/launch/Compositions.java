package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Steps on the values of other fills, by the kernels of {@code compose.cu}: in scratch of the type
 * the values are computed in, which is stored once.
 */
final class Compositions {
  /** Elements of scratch at a time: 2^26, 256 MiB in float32. */
  private static final long MOST_ELEMENTS = 1L << 26;

  private final FillScope scope;
  private final Scratch scratch;

  /**
   * The compositions of a fill.
   *
   * @param scope what stays the same through the fill
   */
  Compositions(FillScope scope) {
    this.scope = scope;
    this.scratch = new Scratch(scope);
  }

  /** Every value times a factor, plus an offset. */
  BoxFill affine(BoxFill inner, AffineFill plan, Shape shape) {
    return steps(
        inner,
        shape,
        (values, chunk) ->
            launch(
                "affine",
                fours(chunk),
                new Arguments()
                    .add(values)
                    .add(positions(chunk))
                    .add(plan.scale(), scope.inDouble())
                    .add(plan.shift(), scope.inDouble())
                    .add(scope.parts())));
  }

  /** Every value held within bounds. */
  BoxFill clamp(BoxFill inner, ClampFill plan, Shape shape) {
    return steps(
        inner,
        shape,
        (values, chunk) ->
            launch(
                "clamp",
                fours(chunk),
                new Arguments()
                    .add(values)
                    .add(positions(chunk))
                    .add(plan.low(), scope.inDouble())
                    .add(plan.high(), scope.inDouble())));
  }

  /** The sum of values. */
  BoxFill add(BoxFill left, BoxFill right, Shape shape) {
    return steps(
        left,
        shape,
        (values, chunk) ->
            scratch.with(
                chunk,
                other -> {
                  evaluate(right, chunk, other);
                  launch(
                      "add",
                      fours(chunk),
                      new Arguments().add(values).add(other).add(positions(chunk)));
                }));
  }

  /** Zeros where a mask does not keep. */
  BoxFill keep(BoxFill inner, Mask mask, Shape shape, Key maskKey) {
    return steps(
        inner,
        shape,
        (values, chunk) -> {
          if (mask instanceof Mask.Bernoulli bernoulli) {
            Arguments arguments =
                new Arguments()
                    .add(values)
                    .add(maskKey.value())
                    .add(bernoulli.threshold())
                    .add(scope.parts());
            BoxWalk elements = elements(chunk, shape);
            launch("keep", elements.quads(), elements.addQuadsTo(arguments));
          } else if (mask instanceof Mask.ExactCount exact) {
            keepExactCount(exact, maskKey, values, chunk, shape);
          }
        });
  }

  /** The matrix is the flattened tensor, whatever the tensor's shape. */
  private void keepExactCount(
      Mask.ExactCount mask, Key maskKey, long values, PlacedBox chunk, Shape shape) {
    long lastElement = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      long last = chunk.start()[axis] + chunk.size()[axis] - 1;
      lastElement += last * shape.rowMajorStrides()[axis];
    }
    boolean isMatrix = shape.equals(Shape.of(mask.rows(), mask.columns()));
    long columnCount = isMatrix ? chunk.size()[1] : mask.columns();
    Arguments arguments = new Arguments().add(values).argument(Long.BYTES);
    arguments.member(maskKey.value());
    arguments.member(mask.rows()).member(mask.columns()).member(mask.zeros());
    arguments.member(lastElement / mask.columns() + 1);
    arguments.member(isMatrix ? chunk.start()[1] : 0L).member(columnCount);
    arguments.member(scope.parts()).member(0);
    elements(chunk, shape).addTo(arguments);
    String kernel = kernel("keep_exact_count");
    scope.kernels().launchLong("compose", kernel, columnCount, scope.stream(), arguments);
  }

  /**
   * Of each element the value of one of several fills.
   *
   * @param components the fills
   * @param thresholds one a fill, ascending: an element takes the first that exceeds its word
   * @param shape the whole tensor's shape
   * @param choiceKey the key of the words
   */
  BoxFill choose(List<BoxFill> components, long[] thresholds, Shape shape, Key choiceKey) {
    return steps(
        components.get(0),
        shape,
        (values, chunk) -> {
          for (int k = 1; k < thresholds.length; k++) {
            Arguments choice =
                new Arguments()
                    .add(choiceKey.value())
                    .add(thresholds[k - 1])
                    .add(thresholds[k])
                    .add(scope.parts());
            BoxWalk elements = elements(chunk, shape);
            choose(values, components.get(k), chunk, elements, elements.addQuadsTo(choice));
          }
        });
  }

  private void choose(
      long values, BoxFill component, PlacedBox chunk, BoxWalk elements, Arguments choice) {
    scratch.with(
        chunk,
        other -> {
          evaluate(component, chunk, other);
          launch("choose", elements.quads(), new Arguments().add(values).add(other).add(choice));
        });
  }

  /** Evaluates a fill into scratch, lets {@code steps} work on it there, and stores it. */
  private BoxFill steps(BoxFill inner, Shape shape, Scratch.Maker steps) {
    return BoxFill.cutting(
        shape,
        scope.parts(),
        (box, cells) ->
            scratch.fill(
                box,
                cells,
                MOST_ELEMENTS,
                (values, chunk) -> {
                  evaluate(inner, chunk, values);
                  steps.make(values, chunk);
                }));
  }

  private void evaluate(BoxFill fill, PlacedBox chunk, long to) {
    fill.fill(chunk.packed(), new DeviceCells(to, scope.computedIn()));
  }

  /** The values of a chunk: one a part of an element. */
  private long positions(PlacedBox chunk) {
    return chunk.count() * scope.parts();
  }

  /** The groups of four values that a chunk may touch. */
  private long fours(PlacedBox chunk) {
    return (positions(chunk) + 2) / 4 + 1;
  }

  /** The elements of a chunk, whose values lie packed in scratch. */
  private static BoxWalk elements(PlacedBox chunk, Shape shape) {
    return chunk.packed().walk(shape.rowMajorStrides(), 1);
  }

  private void launch(String step, long work, Arguments arguments) {
    scope.kernels().launch("compose", kernel(step), work, scope.stream(), arguments);
  }

  private String kernel(String step) {
    return "compose_" + step + (scope.inDouble() ? "_f64" : "_f32");
  }
}
