package io.tensorinit.cpu.element;

import io.tensorinit.random.WordLanes;
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
  static final int TILE = 1 << 10;

  final WordLanes lanes = new WordLanes();
  final int[] words = new int[TILE];
  final int[] lowWords = new int[TILE];

  private final int elements;
  private final Supplier<A> allocator;
  private final Deque<A> values = new ArrayDeque<>();
  private final Deque<int[]> choices = new ArrayDeque<>();
  private final IdentityHashMap<Object, Object> kept = new IdentityHashMap<>();

  /**
   * An empty scratch.
   *
   * @param precision the precision it works in
   * @param parts the parts of an element, 1 or 2
   * @param elements the most elements that are evaluated at once, at most {@link #CHUNK}; small
   *     tensors are filled with small arrays
   */
  public ScratchChunks(Precision<A> precision, int parts, int elements) {
    this.elements = elements;
    this.allocator = () -> precision.arithmetic().allocate(parts * elements);
  }

  /**
   * Lends an array that holds a chunk of elements.
   *
   * @return the array, its contents undefined
   */
  public A borrow() {
    return values.isEmpty() ? allocator.get() : values.pop();
  }

  /**
   * Takes a borrowed array back.
   *
   * @param array the array
   */
  public void giveBack(A array) {
    values.push(array);
  }

  /** Lends an array that holds one word an element of a chunk. */
  int[] borrowWords() {
    return choices.isEmpty() ? new int[elements] : choices.pop();
  }

  /** Takes a borrowed array of words back. */
  void giveBack(int[] array) {
    choices.push(array);
  }

  /** What an evaluator keeps in this thread; made when first asked for. */
  <T> T keep(Object owner, Class<T> type, Supplier<T> maker) {
    return type.cast(kept.computeIfAbsent(owner, unused -> maker.get()));
  }
}
