package io.tensorinit.backend;

import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * One fill, complete: what, of which whole tensor, from which stream, and which part of it.
 *
 * @param plan the plan, lowered for {@code shape}
 * @param shape the whole tensor's shape
 * @param dtype the type of the stored elements
 * @param key the key it draws from
 * @param region the part of the tensor that is written
 */
public record Fill(FillPlan plan, Shape shape, DType dtype, Key key, Region region) {
  /**
   * Checks that the region lies inside the shape.
   *
   * @throws IllegalArgumentException if it does not
   */
  public Fill {
    region.shapeIn(shape);
  }

  /**
   * The shape of what is written.
   *
   * @return the region's shape
   */
  public Shape regionShape() {
    return region.shapeIn(shape);
  }
}
