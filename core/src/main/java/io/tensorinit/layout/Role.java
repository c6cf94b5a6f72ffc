package io.tensorinit.layout;

/** What a weight does in its layer; with the axis order of a {@link Layout} it decides the fans. */
public enum Role {
  /** A matrix product, or what its shape says: a convolution where there are spatial axes. */
  DENSE,
  /** A convolution, grouped or not: in / groups is stored. */
  CONVOLUTION,
  /** A convolution of each channel by itself. */
  DEPTHWISE,
  /** A transposed convolution: the channel axes are stored the other way round. */
  TRANSPOSED_CONVOLUTION,
  /** A table of rows that are looked up; each output value has one input. */
  EMBEDDING
}
