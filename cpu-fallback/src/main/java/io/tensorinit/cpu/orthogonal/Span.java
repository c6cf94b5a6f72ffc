package io.tensorinit.cpu.orthogonal;

/**
 * Successive row or column numbers.
 *
 * @param from the first
 * @param to one more than the last
 */
record Span(int from, int to) {
  /** How many numbers. */
  int length() {
    return to - from;
  }

  /** The number of chunks of a length, the last perhaps shorter. */
  int chunks(int length) {
    return (int) ((length() + length - 1L) / length);
  }

  /** The index-th chunk of a length. */
  Span chunk(int index, int length) {
    int start = from + index * length;
    return new Span(start, start + Math.min(length, to - start));
  }
}
