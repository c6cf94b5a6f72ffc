package io.tensorinit.cpu.element;

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
   * Writes the words of several stretches of one length, at equal distances, one after the other.
   *
   * @param key the stream's key
   * @param position place of the first stretch's first word, unsigned
   * @param distance how many places lie from one stretch's first word to the next one's
   * @param stretches how many stretches
   * @param length how many words each has
   * @param out where the words go, from index 0 on
   */
  void fill(long key, long position, long distance, int stretches, int length, int[] out);

  /** By plain loops. */
  final class Plain implements WordLane {
    private final WordLanes lanes;

    Plain(WordLanes.Form form) {
      lanes = new WordLanes(form);
    }

    @Override
    public void fill(long key, long position, int[] out, int offset, int length) {
      lanes.fill(key, position, out, offset, length);
    }

    @Override
    public void fill(long key, long position, long distance, int stretches, int length, int[] out) {
      lanes.fill(key, position, distance, stretches, length, out);
    }
  }
}
