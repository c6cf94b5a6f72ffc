package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box as kernels walk over it, their struct {@code Box}: with axes of size 1 left out and axes
 * that follow on merged.
 */
public final class BoxWalk {
  private static final int POSITIONS = 1;
  private static final int CELLS = 2;

  /** Size, distance of positions and distance of cells along each axis. */
  private final List<long[]> axes = new ArrayList<>();

  private final long first;
  private final long cell;
  private long count = 1;

  /** One position; {@link #append} adds axes, the outermost first. */
  BoxWalk(long first, long cell) {
    this.first = first;
    this.cell = cell;
  }

  void append(long size, long element, long cellStride) {
    count *= size;
    if (size == 1) {
      return;
    }
    if (!axes.isEmpty()) {
      long[] outer = axes.get(axes.size() - 1);
      if (outer[1] == element * size && outer[2] == cellStride * size) {
        axes.set(axes.size() - 1, new long[] {outer[0] * size, element, cellStride});
        return;
      }
    }
    axes.add(new long[] {size, element, cellStride});
  }

  /**
   * The first position.
   *
   * @return the position
   */
  public long first() {
    return first;
  }

  /**
   * The cell of the first position.
   *
   * @return the cell
   */
  public long cell() {
    return cell;
  }

  /**
   * How many positions there are.
   *
   * @return the number
   */
  public long count() {
    return count;
  }

  /**
   * Its axes, without those of size 1 and with those that follow on merged.
   *
   * @return the number of axes
   */
  public int rank() {
    return axes.size();
  }

  /**
   * Whether positions and cells are both consecutive.
   *
   * @return whether they are
   */
  public boolean isRun() {
    return axes.isEmpty() || (axes.size() == 1 && axes.get(0)[1] == 1 && axes.get(0)[2] == 1);
  }

  /**
   * The same elements in an order in which neighbours have near cells: of all axes, cells lie
   * nearest each other along the last one.
   *
   * @return the walk
   */
  public BoxWalk alongCells() {
    return axes.isEmpty() ? this : withLast(List.of(nearest(CELLS)));
  }

  /**
   * The same elements with the axis along which positions lie nearest each other as the last but
   * one, and that along which cells do as the last.
   *
   * @param least how many elements both axes must have
   * @return the walk; empty where both are the same axis or one has fewer elements
   */
  public Optional<BoxWalk> acrossPositions(long least) {
    if (axes.isEmpty()) {
      return Optional.empty();
    }
    long[] read = nearest(POSITIONS);
    long[] written = nearest(CELLS);
    if (read == written || Math.min(read[0], written[0]) < least) {
      return Optional.empty();
    }
    return Optional.of(withLast(List.of(read, written)));
  }

  /** The axis with the smallest distance of positions, or of cells; of several the last one. */
  private long[] nearest(int distance) {
    long[] nearest = axes.get(0);
    for (long[] axis : axes) {
      if (Math.abs(axis[distance]) <= Math.abs(nearest[distance])) {
        nearest = axis;
      }
    }
    return nearest;
  }

  private BoxWalk withLast(List<long[]> last) {
    BoxWalk walk = new BoxWalk(first, cell);
    walk.count = count;
    for (long[] axis : axes) {
      if (last.stream().noneMatch(each -> each == axis)) {
        walk.axes.add(axis);
      }
    }
    walk.axes.addAll(last);
    return walk;
  }

  /**
   * How many squares cover the last two axes, for each element of the others.
   *
   * @param side the length of a square's sides, in elements
   * @return the number, where this has two axes or more
   */
  public long squares(long side) {
    long squares = count;
    for (long[] axis : axes.subList(axes.size() - 2, axes.size())) {
      squares = squares / axis[0] * ((axis[0] - 1) / side + 1);
    }
    return squares;
  }

  /**
   * The most blocks of four words that a row touches: the positions of the last axis.
   *
   * @return how many, 1 or more; 0 where a row's positions are not consecutive
   */
  public long quadsInRow() {
    if (axes.isEmpty() || axes.get(axes.size() - 1)[POSITIONS] != 1) {
      return 0;
    }
    long apart = 4; // rows begin at the first position, and multiples of this from there
    for (long[] axis : axes.subList(0, axes.size() - 1)) {
      apart = Math.min(apart, Long.lowestOneBit(axis[POSITIONS] | 4));
    }
    long skipped = (first & (apart - 1)) + 4 - apart;
    return (skipped + axes.get(axes.size() - 1)[0] - 1) / 4 + 1;
  }

  /**
   * How many pieces this is cut into by kernels that take up to four positions of a row at a time.
   *
   * @return the number of quads
   */
  public long quads() {
    long inRow = quadsInRow();
    return inRow == 0 ? count : count / axes.get(axes.size() - 1)[0] * inRow;
  }

  /**
   * Adds this as a kernel's arguments {@code Box} and {@code Quads}.
   *
   * @param arguments where they are added
   * @return the arguments
   */
  public Arguments addQuadsTo(Arguments arguments) {
    return addTo(arguments).argument(Long.BYTES).member(quadsInRow()).member(quads());
  }

  /**
   * Adds this as a kernel's {@code Box} argument.
   *
   * @param arguments where it is added
   * @return the arguments
   */
  public Arguments addTo(Arguments arguments) {
    arguments.argument(Long.BYTES).member(first).member(count);
    for (int member = 0; member < 3; member++) {
      for (int axis = 0; axis < PlacedBox.MAX_RANK; axis++) {
        int own = axis - (PlacedBox.MAX_RANK - axes.size());
        arguments.member(own < 0 ? (member == 0 ? 1L : 0L) : axes.get(own)[member]);
      }
    }
    return arguments;
  }
}
