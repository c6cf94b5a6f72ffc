package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Values on their way to their cells: packed, in the type they are computed in, in workspace of
 * bounded size, then rounded once and stored.
 */
final class Scratch {
  private final FillScope scope;

  Scratch(FillScope scope) {
    this.scope = scope;
  }

  /** Makes the values of a chunk of a box. */
  @FunctionalInterface
  interface Maker {
    /**
     * Enqueues what makes them.
     *
     * @param values where they go, packed
     * @param chunk the chunk
     */
    void make(long values, PlacedBox chunk);
  }

  /**
   * Makes the values of a box, chunk by chunk, and stores them; in their own cells where these fit.
   *
   * @param box the box and its cells
   * @param cells where the cells are
   * @param mostElements the most elements of a chunk
   * @param maker makes a chunk's values
   */
  void fill(PlacedBox box, DeviceCells cells, long mostElements, Maker maker) {
    inChunks(
        box,
        mostElements,
        chunk -> {
          if (cells.cellType() == scope.computedIn() && chunk.isPacked()) {
            maker.make(cells.at(chunk.cell() * scope.parts()), chunk);
          } else {
            fillApart(chunk, cells, maker);
          }
        });
  }

  /** As {@link #fill}, but never in the cells themselves. */
  void fillApart(PlacedBox box, DeviceCells cells, long mostElements, Maker maker) {
    inChunks(box, mostElements, chunk -> fillApart(chunk, cells, maker));
  }

  private void fillApart(PlacedBox chunk, DeviceCells cells, Maker maker) {
    with(
        chunk,
        values -> {
          maker.make(values, chunk);
          store(values, chunk, cells);
        });
  }

  private static void inChunks(PlacedBox box, long mostElements, Consumer<PlacedBox> chunks) {
    List<PlacedBox> halves = box.count() > mostElements ? box.halves() : List.of(box);
    if (halves.size() == 1) {
      chunks.accept(box);
      return;
    }
    for (PlacedBox half : halves) {
      inChunks(half, mostElements, chunks);
    }
  }

  /**
   * Has workspace for the values of a chunk meanwhile.
   *
   * @param chunk the chunk
   * @param use what is done with it
   */
  void with(PlacedBox chunk, LongConsumer use) {
    use.accept(scope.workspace().take(bytes(chunk), "scratch"));
    scope.workspace().giveBack();
  }

  /** The bytes of a chunk's values. */
  long bytes(PlacedBox chunk) {
    return chunk.count() * scope.parts() * scope.computedIn().bytes();
  }

  /** Rounds packed values once, to the chunk's own cells. */
  private void store(long values, PlacedBox chunk, DeviceCells cells) {
    BoxWalk walk = chunk.alone().walk(Shape.of(chunk.size()).rowMajorStrides(), scope.parts());
    Arguments arguments = new Arguments().add(values).add(cells.at(walk.cell()));
    walk.addQuadsTo(arguments);
    String kernel = "compose_store_" + cells.suffix();
    scope.kernels().launch("compose", kernel, walk.quads(), scope.stream(), arguments);
  }
}
