package io.tensorinit.cpu.element;

import io.tensorinit.cpu.lane.LaneChoice;
import io.tensorinit.random.DiscreteLanes;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.QuantileLanes64;
import io.tensorinit.random.SelectionLanes;
import io.tensorinit.random.Tiles;
import io.tensorinit.random.UniformLanes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.Supplier;

/**
 * What one thread needs while it evaluates chunks: random words, scratch arrays, and what an
 * evaluator wants to keep from one run to the next. Not safe for use by several threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ScratchChunks<A> {
  /** The most elements that are evaluated at once. */
  public static final int CHUNK = 1 << 14;

  /** How many words are drawn at once, few enough to stay in the nearest cache. */
  static final int TILE = Tiles.LENGTH;

  /** Of how many elements at least one is wanted, where all words are drawn. */
  private static final int SPARSE = 4;

  private final LaneChoice.Lanes<WordLane> wordLanes = ElementLanes.CHOSEN.words().lanes();
  private final LaneChoice.Lanes<QuantileLane> quantileLanes =
      ElementLanes.CHOSEN.quantiles().lanes();
  final int[] tile;

  /** As long; empty where values are float32, which need no words of the low digits. */
  final int[] lowTile;

  /** What lies between words that are wanted; made when it is first needed. */
  private int[] between = {};

  final DiscreteLanes choices = new DiscreteLanes();
  final UniformLanes uniforms = new UniformLanes();
  final QuantileLanes64 doubleQuantiles = new QuantileLanes64();

  private final Arithmetic<A> arithmetic;
  private final Deque<A> values = new ArrayDeque<>();
  private final Deque<int[]> words = new ArrayDeque<>();
  private final IdentityHashMap<Object, Object> kept = new IdentityHashMap<>();
  private int parts;
  private int length;

  /**
   * An empty scratch.
   *
   * @param precision the precision it works in
   */
  public ScratchChunks(Precision<A> precision) {
    this.arithmetic = precision.arithmetic();
    this.tile = new int[Tiles.SCRATCH];
    this.lowTile = new int[precision.inDouble() ? Tiles.SCRATCH : 0];
  }

  /**
   * How many elements make a chunk of about a length.
   *
   * @param about the length
   * @return whole tiles, one or more, at most {@link #CHUNK} elements
   */
  public static int chunk(long about) {
    long tiles = Math.max(1, (about + TILE - 1) / TILE);
    return (int) Math.min(CHUNK, tiles * TILE);
  }

  /**
   * Makes ready for a tensor.
   *
   * @param parts the parts of an element, 1 or 2
   * @param most the most elements that are evaluated at once, at most {@link #CHUNK}; small tensors
   *     are filled with small arrays
   */
  public void begin(int parts, int most) {
    this.parts = parts;
    length = parts * most;
  }

  /** Forgets what evaluators kept for a tensor. */
  public void end() {
    kept.clear();
  }

  /** The operations on what it lends. */
  Arithmetic<A> arithmetic() {
    return arithmetic;
  }

  /** The parts of an element. */
  int parts() {
    return parts;
  }

  /**
   * Lends an array that holds a chunk of elements.
   *
   * @return the array, perhaps longer, its contents undefined
   */
  public A borrow() {
    A array = values.poll();
    return array != null && arithmetic.length(array) >= length
        ? array
        : arithmetic.allocate(length);
  }

  /**
   * Takes a borrowed array back.
   *
   * @param array the array
   */
  public void giveBack(A array) {
    values.push(array);
  }

  /** Writes words, as {@link WordLane#fill(long, long, int[], int, int)}. */
  void words(long key, long position, int[] out, int offset, int length) {
    long start = wordLanes.start();
    wordLanes.serving().fill(key, position, out, offset, length);
    wordLanes.worked(start);
  }

  /**
   * Writes the words of as many of some elements as stay in the nearest cache: a block of Philox
   * for each, or, where they lie close, all words from the first to the last.
   *
   * @param key the stream's key
   * @param first what the elements' places are counted from
   * @param at their places, ascending
   * @param from index of the first element that is left
   * @param count index behind the last one
   * @param out takes the words
   * @return how many; the same for the same places
   */
  int words(long key, long first, int[] at, int from, int count, int[] out) {
    int most = Math.min(TILE, count - from);
    int start = at[from];
    int span = at[from + most - 1] - start + 1;
    if (span / SPARSE >= most) {
      long began = wordLanes.start();
      wordLanes.serving().fill(key, first, at, from, most, out);
      wordLanes.worked(began);
      return most;
    }
    if (between.length == 0) {
      between = new int[TILE];
    }
    words(key, first + start, between, 0, Math.min(TILE, span));
    int taken = 0;
    for (; taken < most && at[from + taken] < start + TILE; taken++) {
      out[taken] = between[at[from + taken] - start];
    }
    return taken;
  }

  /** Decides columns, as {@link SelectionLanes#decide}. */
  void decide(
      long key,
      long position,
      long distance,
      int columns,
      long below,
      int rows,
      int[] left,
      long[] zeros) {
    long began = wordLanes.start();
    wordLanes
        .serving()
        .selection()
        .decide(key, position, distance, columns, below, rows, left, zeros);
    wordLanes.worked(began);
  }

  /** Writes float32 quantiles, as {@link QuantileLane#fill}. */
  void quantiles(QuantileElement.Float32 element, int[] words, int count, float[] out, int from) {
    long start = quantileLanes.start();
    quantileLanes.serving().fill(element, words, count, out, from);
    quantileLanes.worked(start);
  }

  /** Lends an array that holds one word a part of a chunk's elements, or more. */
  int[] borrowWords() {
    int[] array = words.poll();
    return array != null && array.length >= length ? array : new int[length];
  }

  /** Takes a borrowed array of words back. */
  void giveBack(int[] array) {
    words.push(array);
  }

  /** What an evaluator keeps in this thread; made when first asked for. */
  <T> T keep(Object owner, Class<T> type, Supplier<T> maker) {
    return type.cast(kept.computeIfAbsent(owner, unused -> maker.get()));
  }
}
