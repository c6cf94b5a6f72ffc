package io.tensorinit.cuda.memory;

import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of a tensor and the cells its elements go to: element start + i goes to cell {@code cell +
 * sum i_a strides[a]}. Immutable by convention: no code writes to the arrays.
 *
 * @param start the first index along each axis
 * @param size the size along each axis
 * @param cell the cell of the first element, in elements
 * @param strides the distance between neighbouring cells along each axis, in elements
 */
public record PlacedBox(long[] start, long[] size, long cell, long[] strides) {
  /** The rank a kernel takes. */
  public static final int MAX_RANK = 8;

  /**
   * The boxes a region is made of: one, unless it is a run of the flattened tensor, whose ends may
   * lie inside of rows.
   *
   * @param region the region
   * @param whole the whole tensor's shape
   * @param cell the cell of the region's first element
   * @param strides the distance of neighbouring cells along each axis of the region
   * @return the boxes, in the order of their elements; none for an empty region
   */
  public static List<PlacedBox> of(Region region, Shape whole, long cell, long[] strides) {
    if (whole.elementCount() == 0 || region.shapeIn(whole).elementCount() == 0) {
      return List.of();
    }
    if (region instanceof Region.Range range) {
      List<PlacedBox> boxes = new ArrayList<>();
      addRun(boxes, whole, range.start(), range.count(), cell, strides[0]);
      return boxes;
    }
    long[] start = region instanceof Region.Box box ? box.start() : new long[whole.rank()];
    return List.of(new PlacedBox(start, region.shapeIn(whole).sizes(), cell, strides));
  }

  /** A run as boxes: whole rows of the outermost axis that fits, and what hangs over its ends. */
  private static void addRun(
      List<PlacedBox> boxes, Shape whole, long first, long count, long cell, long stride) {
    int rank = whole.rank();
    long[] rowMajor = whole.rowMajorStrides();
    long at = first;
    long left = count;
    long to = cell;
    while (left > 0) {
      int axis = 0;
      while (axis < rank && (at % rowMajor[axis] != 0 || left < rowMajor[axis])) {
        axis++;
      }
      long[] start = new long[rank];
      long[] size = new long[rank];
      long[] strides = new long[rank];
      for (int a = 0; a < rank; a++) {
        start[a] = at / rowMajor[a] % whole.size(a);
        size[a] = a < axis ? 1 : whole.size(a);
        strides[a] = rowMajor[a] * stride;
      }
      long taken = 1;
      if (axis < rank) {
        size[axis] = Math.min(whole.size(axis) - start[axis], left / rowMajor[axis]);
        taken = size[axis] * rowMajor[axis];
      }
      boxes.add(new PlacedBox(start, size, to, strides));
      at += taken;
      left -= taken;
      to += taken * stride;
    }
  }

  /**
   * Its size.
   *
   * @return the number of its elements
   */
  public long count() {
    long count = 1;
    for (long size : size) {
      count *= size;
    }
    return count;
  }

  /**
   * This box with its values row-major from cell 0, as scratch holds them.
   *
   * @return the box with other cells
   */
  public PlacedBox packed() {
    return packedFrom(0);
  }

  /**
   * This box with its values row-major from a cell on.
   *
   * @param first the cell of its first element
   * @return the box with other cells
   */
  public PlacedBox packedFrom(long first) {
    return new PlacedBox(start, size, first, Shape.of(size).rowMajorStrides());
  }

  /**
   * This box as a tensor of its own.
   *
   * @return the box with indices from 0 on
   */
  public PlacedBox alone() {
    return new PlacedBox(new long[start.length], size, cell, strides);
  }

  /**
   * Whether its values lie row-major, one after the other, from its cell on.
   *
   * @return whether they do
   */
  public boolean isPacked() {
    long[] expected = Shape.of(size).rowMajorStrides();
    for (int axis = 0; axis < size.length; axis++) {
      if (size[axis] != 1 && strides[axis] != expected[axis]) {
        return false;
      }
    }
    return true;
  }

  /**
   * What of this box lies inside of another box of the tensor, indexed as a tensor of that box's
   * shape.
   *
   * @param boxStart the other box's first index along each axis
   * @param boxSize its size along each axis
   * @return that box, with the cells its elements have here; of count 0 if there is none
   */
  public PlacedBox inside(long[] boxStart, long[] boxSize) {
    int rank = size.length;
    long[] newStart = new long[rank];
    long[] newSize = new long[rank];
    long newCell = cell;
    for (int axis = 0; axis < rank; axis++) {
      long from = Math.max(start[axis], boxStart[axis]);
      long to = Math.min(start[axis] + size[axis], boxStart[axis] + boxSize[axis]);
      newStart[axis] = from - boxStart[axis];
      newSize[axis] = Math.max(0, to - from);
      newCell += (from - start[axis]) * strides[axis];
    }
    return new PlacedBox(newStart, newSize, newCell, strides);
  }

  /**
   * Two halves along the outermost axis that can be cut, or this alone.
   *
   * @return the halves, or this
   */
  public List<PlacedBox> halves() {
    for (int axis = 0; axis < size.length; axis++) {
      if (size[axis] > 1) {
        return halves(axis);
      }
    }
    return List.of(this);
  }

  /**
   * Two halves along an axis of size 2 or more.
   *
   * @param axis the axis
   * @return the halves
   */
  public List<PlacedBox> halves(int axis) {
    long half = size[axis] / 2;
    long[] secondStart = start.clone();
    secondStart[axis] += half;
    return List.of(
        new PlacedBox(start, with(size, axis, half), cell, strides),
        new PlacedBox(
            secondStart,
            with(size, axis, size[axis] - half),
            cell + half * strides[axis],
            strides));
  }

  private static long[] with(long[] sizes, int axis, long size) {
    long[] changed = sizes.clone();
    changed[axis] = size;
    return changed;
  }

  /**
   * The walk a kernel does over this box: which positions of the flattened tensor, and which cells.
   *
   * @param elementStrides how far the position moves along each axis
   * @param parts positions and cells an element, side by side
   * @return the walk
   */
  public BoxWalk walk(long[] elementStrides, int parts) {
    long first = 0;
    for (int axis = 0; axis < size.length; axis++) {
      first += start[axis] * elementStrides[axis] * parts;
    }
    BoxWalk walk = new BoxWalk(first, cell * parts);
    for (int axis = 0; axis < size.length; axis++) {
      walk.append(size[axis], elementStrides[axis] * parts, strides[axis] * parts);
    }
    if (parts > 1) {
      walk.append(parts, 1, 1);
    }
    return walk;
  }

  /**
   * The walk over this box's cells alone, in order of its elements, whatever their positions.
   *
   * @param parts cells an element, side by side
   * @return the walk, with cells for positions, of no more axes than any other walk over this box
   */
  public BoxWalk walkOfCells(int parts) {
    return walk(strides, parts);
  }
}
