package io.tensorinit.cpu.element;

import io.tensorinit.random.SelectionLanes;
import io.tensorinit.random.WordLanes;

/** One way to compute the words of a stream. Holds scratch: for one thread at a time. */
interface WordLane {
  /**
   * Writes the words at positions {@code position .. position + length - 1}.
   *
   * @param key the stream's key
   * @param position place of the first word, unsigned
   * @param out where the words go
   * @param offset index in {@code out} of the first word
   * @param length how many words
   */
  void fill(long key, long position, int[] out, int offset, int length);

  /**
   * Writes the words at some places.
   *
   * @param key the stream's key
   * @param position what the places are counted from, unsigned
   * @param at the places
   * @param from index of the first place
   * @param count how many words
   * @param out where the words go, from index 0 on
   */
  void fill(long key, long position, int[] at, int from, int count, int[] out);

  /**
   * What decides which elements of columns are zero, from the same words.
   *
   * @return for the thread that this lane is for
   */
  SelectionLanes selection();

  /** By plain loops. */
  final class Plain implements WordLane {
    private final WordLanes lanes;
    private final SelectionLanes selection;

    Plain(WordLanes.Form form) {
      lanes = new WordLanes(form);
      selection = new SelectionLanes(lanes);
    }

    @Override
    public void fill(long key, long position, int[] out, int offset, int length) {
      lanes.fill(key, position, out, offset, length);
    }

    @Override
    public void fill(long key, long position, int[] at, int from, int count, int[] out) {
      lanes.fill(key, position, at, from, count, out);
    }

    @Override
    public SelectionLanes selection() {
      return selection;
    }
  }
}
