package io.tensorinit.spec;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Initializers side by side along an axis: a fused projection, the gates of an LSTM. Each block is
 * a tensor of its own, with its own shape, fans and stream.
 *
 * @param axis the axis, negative ones counted from the end
 * @param blocks the blocks in their order, one or more
 */
public record Blocks(int axis, List<Block> blocks) implements Combining {
  /**
   * One block.
   *
   * @param size its size along the axis; empty for an equal share of what the others leave
   * @param initializer what it is filled with
   */
  public record Block(OptionalLong size, Initializer initializer) {
    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Block {
      if (size.orElse(0) < 0) {
        throw new IllegalArgumentException(
            "size of a block must be 0 or more, was " + size.getAsLong());
      }
    }

    /**
     * A block of a given size.
     *
     * @param size its size along the axis, 0 or more
     * @param initializer what it is filled with
     * @throws IllegalArgumentException if the size is negative
     */
    public Block(long size, Initializer initializer) {
      this(OptionalLong.of(size), initializer);
    }

    /**
     * A block that takes an equal share of what the others leave.
     *
     * @param initializer what it is filled with
     */
    public Block(Initializer initializer) {
      this(OptionalLong.empty(), initializer);
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if it is empty, or a block has a seed of its own
   */
  public Blocks {
    blocks = List.copyOf(blocks);
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("blocks must be one or more, was none");
    }
    Combining.requireNoSeeds("block", blocks.stream().map(Block::initializer).toList());
  }

  @Override
  public List<Initializer> parts() {
    return blocks.stream().map(Block::initializer).toList();
  }

  /** The fans that all blocks have; empty where they differ. */
  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    List<Long> sizes = sizes(shape);
    Set<Optional<Fans>> fans = new HashSet<>();
    for (int k = 0; k < blocks.size(); k++) {
      fans.add(blocks.get(k).initializer().fans(shape.with(axis, sizes.get(k)), layout));
    }
    return fans.size() == 1 ? fans.iterator().next() : Optional.empty();
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    List<Long> sizes = sizes(shape);
    List<FillPlan> plans = new ArrayList<>();
    for (int k = 0; k < blocks.size(); k++) {
      plans.add(blocks.get(k).initializer().lower(shape.with(axis, sizes.get(k)), layout));
    }
    return new BlocksFill(shape.axis(axis), sizes, plans);
  }

  /** The size of each block; those without one share what is left equally. */
  private List<Long> sizes(Shape shape) {
    long total = shape.size(axis);
    long left = total;
    int sharing = 0;
    for (Block block : blocks) {
      left -= Math.min(block.size().orElse(0), total + 1);
      sharing += block.size().isPresent() ? 0 : 1;
    }
    boolean fits = sharing == 0 ? left == 0 : left >= 0 && left % sharing == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "blocks must fill axis "
              + axis
              + " of shape "
              + shape
              + ", were "
              + blocks.stream()
                  .map(
                      block -> block.size().isPresent() ? "" + block.size().getAsLong() : "a share")
                  .toList());
    }
    long share = sharing == 0 ? 0 : left / sharing;
    return blocks.stream().map(block -> block.size().orElse(share)).toList();
  }
}
