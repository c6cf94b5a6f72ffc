package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.SumFill;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The sum of independent initializers, added from left to right; each draws from a stream of its
 * own.
 *
 * @param parts the summands, one or more
 */
@CheckReturnValue
public record Sum(List<Initializer> parts) implements Combining {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty, or a summand has a seed of its own
   */
  public Sum {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("sum needs one summand or more, was none");
    }
    Combining.requireNoSeeds("summand", parts);
  }

  /**
   * The sum of these.
   *
   * @param summands one or more
   * @return the initializer
   * @throws IllegalArgumentException if there is none, or one has a seed of its own
   */
  public static Sum of(Initializer... summands) {
    return new Sum(List.of(summands));
  }

  @Override
  public Sum plus(Initializer other) {
    List<Initializer> more = new ArrayList<>(parts);
    more.add(other);
    return new Sum(more);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new SumFill(parts.stream().map(part -> part.lower(shape, layout)).toList());
  }
}
