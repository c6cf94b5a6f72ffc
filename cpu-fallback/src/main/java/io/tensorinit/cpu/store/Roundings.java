package io.tensorinit.cpu.store;

import io.tensorinit.random.NarrowFloat;
import io.tensorinit.random.NarrowLanes;
import java.util.EnumMap;
import java.util.Map;

/** What one thread rounds with, kept from one tensor to the next. For one thread at a time. */
final class Roundings {
  private final Map<NarrowFloat, NarrowLanes> lanes = new EnumMap<>(NarrowFloat.class);
  private short[] shorts = {};
  private byte[] bytes = {};

  /** The lanes of a type. */
  NarrowLanes lanes(NarrowFloat type) {
    return lanes.computeIfAbsent(type, NarrowLanes::new);
  }

  /** An array of codes of 16 bits, as long as it must be or longer. */
  short[] shorts(int length) {
    if (shorts.length < length) {
      shorts = new short[length];
    }
    return shorts;
  }

  /** An array of codes of 8 bits, as long as it must be or longer. */
  byte[] bytes(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    return bytes;
  }
}
