package io.tensorinit.plan;

import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Fills side by side along an axis: block k, indexed as a tensor of its own shape, is drawn under
 * {@code derive("block/k")}.
 *
 * @param axis the axis, from 0
 * @param sizes the size of each block along it; they add up to the axis
 * @param blocks the fill of each block, lowered for the block's shape
 */
public record BlocksFill(int axis, List<Long> sizes, List<FillPlan> blocks) implements FillPlan {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if they are empty or of different lengths
   */
  public BlocksFill {
    sizes = List.copyOf(sizes);
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty() || sizes.size() != blocks.size()) {
      throw new IllegalArgumentException(
          "blocks must be one or more and as many as sizes, was "
              + blocks.size()
              + " and "
              + sizes.size());
    }
  }

  /**
   * The shape of a block.
   *
   * @param whole the whole tensor's shape
   * @param k the block, from 0
   * @return the shape whose size along the axis is the block's
   * @throws IllegalArgumentException if the tensor has no such axis
   */
  public Shape blockShape(Shape whole, int k) {
    return whole.with(axis, sizes.get(k));
  }

  @Override
  public List<FillPlan> subPlans() {
    return blocks;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.blocks(this);
  }
}
