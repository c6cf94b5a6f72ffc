package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.DistributionArgument;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.random.Philox4x32;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;

/**
 * Values of a distribution from words that cuRAND wrote to workspace: the words, for float64 those
 * of derive("low") as well, then a kernel of words.cu. Costs 4 bytes (float64: 8) an element more
 * than the fused kernel, written once and read once. Serves boxes whose positions are consecutive,
 * wherever their cells are.
 */
final class WordLane {
  /** Positions at a time: 2^24, 64 MiB of words. */
  static final long MOST_POSITIONS = 1L << 24;

  private final FillScope scope;
  private final CurandWords words;
  private final Shape shape;
  private final Key key;

  WordLane(FillScope scope, CurandWords words, Shape shape, Key key) {
    this.scope = scope;
    this.words = words;
    this.shape = shape;
    this.key = key;
  }

  /** Whether a box's positions are consecutive. */
  static boolean serves(PlacedBox box, Shape shape, int parts) {
    return box.packed().walk(shape.rowMajorStrides(), parts).isRun();
  }

  /**
   * Evaluates a distribution, packed, in the type it is computed in.
   *
   * @param distribution the distribution
   * @param chunk the box, of {@value #MOST_POSITIONS} positions at most
   * @param to where the values go, one a position
   */
  void evaluate(DistributionArgument distribution, PlacedBox chunk, long to) {
    BoxWalk walk = chunk.packed().walk(shape.rowMajorStrides(), scope.parts());
    long skip = Math.floorMod(walk.first(), Philox4x32.WORDS); // unsigned, of 64 bits
    long blocks = (skip + walk.count() - 1) / Philox4x32.WORDS + 1;
    long count = blocks * Philox4x32.WORDS;
    long first = walk.first() - skip;
    long address = take(count);
    generate(key, first, address, count);
    Arguments arguments = distribution.struct().copy().add(address + skip * Integer.BYTES);
    if (scope.inDouble()) {
      long low = take(count);
      generate(SubStreams.low(key), first, low, count);
      arguments.add(low + skip * Integer.BYTES);
    }
    arguments.add(to).add(walk.count());
    String kernel = "words_" + distribution.name() + (scope.inDouble() ? "_f64" : "_f32");
    scope.kernels().launch("words", kernel, walk.count(), scope.stream(), arguments);
    if (scope.inDouble()) {
      scope.workspace().giveBack();
    }
    scope.workspace().giveBack();
  }

  private long take(long count) {
    return scope.workspace().take(count * Integer.BYTES, "words from cuRAND");
  }

  private void generate(Key itsKey, long first, long address, long count) {
    if (!scope.rehearsed()) {
      words.generate(itsKey.value(), first, address, count, scope.stream());
    }
  }
}
