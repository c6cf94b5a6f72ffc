package io.tensorinit.random;

import io.tensorinit.function.ElementStream;
import io.tensorinit.tensor.Key;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a key, one element after the other: what a function of one's own is given.
 *
 * <p>A cursor: {@link #moveTo} sets the element, the other methods speak of it. Not safe for use by
 * several threads; each has its own. Streams derived from it move with it.
 */
public final class KeyStream implements ElementStream {
  private final Key key;
  private final boolean inDouble;
  private final Map<String, KeyStream> derived = new HashMap<>();
  private final int[] block = new int[Philox4x32.WORDS];
  private long blockStart;
  private boolean blockKnown;
  private long position;
  private @Nullable KeyStream low;

  /**
   * The words of a key, at position 0.
   *
   * @param key the key
   * @param inDouble whether units and normals have float64's digits rather than float32's
   */
  public KeyStream(Key key, boolean inDouble) {
    this.key = key;
    this.inDouble = inDouble;
  }

  /**
   * Moves to an element.
   *
   * @param position its position in the stream, unsigned
   */
  public void moveTo(long position) {
    this.position = position;
    derived.values().forEach(stream -> stream.moveTo(position));
  }

  @Override
  public int word() {
    long start = position & -Philox4x32.WORDS;
    if (!blockKnown || start != blockStart) {
      Words.fill(key.value(), start, block, 0, block.length);
      blockStart = start;
      blockKnown = true;
    }
    return block[(int) (position - start)];
  }

  @Override
  public double unit() {
    return inDouble ? UnitInterval.float64(digits()) : UnitInterval.float32(word());
  }

  @Override
  public double normal() {
    return inDouble
        ? QuantileTable.Float64.standardNormal().at(digits())
        : QuantileTable.Float32.standardNormal().at(word());
  }

  private long digits() {
    if (low == null) {
      low = new KeyStream(SubStreams.low(key), false);
    }
    low.moveTo(position);
    return UnitInterval.digits(word(), low.word());
  }

  @Override
  public ElementStream derive(String label) {
    KeyStream stream =
        derived.computeIfAbsent(label, name -> new KeyStream(key.derive(name), inDouble));
    stream.moveTo(position);
    return stream;
  }
}
