package io.tensorinit.random;

import io.tensorinit.tensor.Key;

/**
 * The fixed labels of the sub-streams that plans draw from, numbers decimal without padding. They
 * nest by deriving again.
 */
public final class SubStreams {
  private SubStreams() {}

  /**
   * The low digits of float64 elements.
   *
   * @param key the fill's key
   * @return {@code derive("low")}
   */
  public static Key low(Key key) {
    return key.derive("low");
  }

  /**
   * The words of a mask.
   *
   * @param key the masked fill's key
   * @return {@code derive("mask")}
   */
  public static Key mask(Key key) {
    return key.derive("mask");
  }

  /**
   * The noise beside a fill.
   *
   * @param key the fill's key
   * @return {@code derive("noise")}
   */
  public static Key noise(Key key) {
    return key.derive("noise");
  }

  /**
   * The words that choose the components of a mixture.
   *
   * @param key the mixture's key
   * @return {@code derive("choice")}
   */
  public static Key choice(Key key) {
    return key.derive("choice");
  }

  /**
   * A component of a mixture.
   *
   * @param key the mixture's key
   * @param k the component, from 0
   * @return {@code derive("part/k")}
   */
  public static Key part(Key key, int k) {
    return key.derive("part/" + k);
  }

  /**
   * A summand.
   *
   * @param key the sum's key
   * @param k the summand, from 0
   * @return {@code derive("sum/k")}
   */
  public static Key sum(Key key, int k) {
    return key.derive("sum/" + k);
  }

  /**
   * A concatenated block.
   *
   * @param key the whole fill's key
   * @param k the block, from 0
   * @return {@code derive("block/k")}
   */
  public static Key block(Key key, int k) {
    return key.derive("block/" + k);
  }
}
