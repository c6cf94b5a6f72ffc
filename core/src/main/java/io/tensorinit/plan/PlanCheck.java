package io.tensorinit.plan;

import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Whether a plan fits a shape: every axis exists, blocks fill their axis, boxes lie inside, counts
 * match. Every backend asks before it computes anything.
 */
public final class PlanCheck implements FillPlan.Visitor<Void> {
  private final Shape shape;

  private PlanCheck(Shape shape) {
    this.shape = shape;
  }

  /**
   * Refuses a plan that was lowered for another shape.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @throws IllegalArgumentException if the plan names an axis, a box or a count that the shape
   *     does not have
   */
  public static void require(FillPlan plan, Shape shape) {
    plan.accept(new PlanCheck(shape));
  }

  @Override
  public Void constant(ConstantFill plan) {
    return null;
  }

  @Override
  public Void uniform(UniformFill plan) {
    return null;
  }

  @Override
  public Void normal(NormalFill plan) {
    return null;
  }

  @Override
  public Void truncatedNormal(TruncatedNormalFill plan) {
    return null;
  }

  @Override
  public Void quantile(QuantileFill plan) {
    return null;
  }

  @Override
  public Void discrete(DiscreteFill plan) {
    return null;
  }

  @Override
  public Void table(TableFill plan) {
    return null;
  }

  @Override
  public Void function(FunctionFill plan) {
    return null;
  }

  @Override
  public Void orthogonal(OrthogonalFill plan) {
    MatrixView view = plan.view();
    int[] uses = new int[shape.rank()];
    for (List<Integer> axes : List.of(view.rowAxes(), view.columnAxes(), view.batchAxes())) {
      for (int axis : axes) {
        uses[fromFront("matrix axis", axis)]++;
      }
    }
    for (int axis = 0; axis < uses.length; axis++) {
      if (uses[axis] != 1) {
        throw new IllegalArgumentException(
            "a matrix view of shape " + shape + " must name each axis once, was " + view);
      }
    }
    return null;
  }

  @Override
  public Void diagonal(DiagonalFill plan) {
    int rowAxis = fromFront("rowAxis", plan.rowAxis());
    int columnAxis = fromFront("columnAxis", plan.columnAxis());
    if (rowAxis == columnAxis) {
      throw new IllegalArgumentException(
          "rowAxis and columnAxis must differ, both were " + rowAxis);
    }
    if (plan.place().size() != shape.rank() || plan.shift().size() != shape.rank()) {
      throw new IllegalArgumentException(
          "place and shift must have an entry an axis of shape "
              + shape
              + ", was "
              + plan.place()
              + " and "
              + plan.shift());
    }
    if (plan.groups() < 1 || shape.size(rowAxis) % plan.groups() != 0) {
      throw new IllegalArgumentException(
          "groups must divide the " + shape.size(rowAxis) + " rows, was " + plan.groups());
    }
    return null;
  }

  @Override
  public Void affine(AffineFill plan) {
    return plan.inner().accept(this);
  }

  @Override
  public Void clamp(ClampFill plan) {
    return plan.inner().accept(this);
  }

  @Override
  public Void sum(SumFill plan) {
    plan.summands().forEach(summand -> summand.accept(this));
    return null;
  }

  @Override
  public Void noise(NoiseFill plan) {
    plan.base().accept(this);
    return plan.noise().accept(this);
  }

  @Override
  public Void mask(MaskFill plan) {
    if (plan.mask() instanceof Mask.ExactCount mask) {
      Shape matrix = Shape.of(mask.rows(), mask.columns());
      if (matrix.elementCount() != shape.elementCount()) {
        throw new IllegalArgumentException(
            "an exact-count mask of " + matrix + " must have as many elements as shape " + shape);
      }
    }
    return plan.inner().accept(this);
  }

  @Override
  public Void mixture(MixtureFill plan) {
    plan.components().forEach(component -> component.accept(this));
    return null;
  }

  @Override
  public Void blocks(BlocksFill plan) {
    int axis = fromFront("axis of blocks", plan.axis());
    long sum = 0;
    for (long size : plan.sizes()) {
      if (size < 0 || size > shape.size(axis) - sum) {
        sum = -1;
        break;
      }
      sum += size;
    }
    if (sum != shape.size(axis)) {
      throw new IllegalArgumentException(
          "block sizes must add up to "
              + shape.size(axis)
              + " on axis "
              + axis
              + ", was "
              + plan.sizes());
    }
    for (int k = 0; k < plan.blocks().size(); k++) {
      require(plan.blocks().get(k), plan.blockShape(shape, k));
    }
    return null;
  }

  @Override
  public Void overlay(OverlayFill plan) {
    require(plan.inside(), plan.box().shapeIn(shape));
    return plan.base().accept(this);
  }

  /** An axis of a plan, which must be counted from the front. */
  private int fromFront(String name, int axis) {
    if (axis < 0 || axis >= shape.rank()) {
      throw new IllegalArgumentException(
          name + " must lie in 0.." + (shape.rank() - 1) + " for shape " + shape + ", was " + axis);
    }
    return axis;
  }
}
