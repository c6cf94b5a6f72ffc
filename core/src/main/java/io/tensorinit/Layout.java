package io.tensorinit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the axes of a weight mean, as far as its fans go. A visible value with presets, never a
 * guess. Immutable.
 *
 * <p>{@link #OUT_IN} and {@link #IN_OUT} give the right fans for the declared {@link Role} and
 * groups. A layout that names a peer gives that peer's fans, its misreadings of grouped, depthwise,
 * transposed and packed weights included; role and groups do not change them.
 *
 * <p>Rank 1 has fans (n, n) and rank 0 has (1, 1), unless {@link #withLowRank a peer's rule} or the
 * layout's own name says otherwise.
 */
public final class Layout {
  /** Outputs, inputs, then the kernel: {@code (out, in / groups, kernel...)}. */
  public static final Layout OUT_IN = new Layout("out_in", NativeFanRule.OUT_IN);

  /** The kernel, then inputs and outputs: {@code (kernel..., in / groups, out)}. */
  public static final Layout IN_OUT = new Layout("in_out", NativeFanRule.IN_OUT);

  /** No fan is computed; an initializer that needs one refuses. */
  public static final Layout NONE = new Layout("none", PeerFanRule.NONE);

  private final String name;
  private final FanRule rule;
  private final double outDivisor;
  private final Optional<Peer> ownLowRank;
  private final LayoutOptions options;

  Layout(String name, FanRule rule) {
    this(name, rule, 1, Optional.empty(), LayoutOptions.DEFAULT);
  }

  /** A layout whose name carries the rule for rank 0 and 1. */
  Layout(String name, FanRule rule, Peer ownLowRank) {
    this(name, rule, 1, Optional.of(ownLowRank), LayoutOptions.DEFAULT);
  }

  private Layout(
      String name,
      FanRule rule,
      double outDivisor,
      Optional<Peer> ownLowRank,
      LayoutOptions options) {
    this.name = name;
    this.rule = rule;
    this.outDivisor = outDivisor;
    this.ownLowRank = ownLowRank;
    this.options = options;
  }

  /**
   * The layout of a name: {@code out_in}, {@code in_out}, {@code none}, or a peer's convention such
   * as {@code keras_conv}, {@code torch_conv_transpose}, {@code julia_conv}, {@code jax_axes},
   * {@code dl4j_lstm_in10_hidden20}.
   *
   * @param name the name, in any letter case
   * @return the layout
   * @throws IllegalArgumentException if there is no such layout; the message lists all
   */
  public static Layout named(String name) {
    return LayoutPresets.find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "layout must be one of "
                        + String.join(", ", names())
                        + ", was \""
                        + name
                        + "\""));
  }

  /**
   * The names of all layouts.
   *
   * @return the names, TensorInit's own first
   */
  public static List<String> names() {
    return LayoutPresets.names();
  }

  /**
   * How a peer reads the weights it is given, whatever their rank.
   *
   * @param peer the peer
   * @return its convention; {@link #OUT_IN} for Wolfram, whose page says nothing
   */
  public static Layout of(Peer peer) {
    switch (peer) {
      case KERAS:
      case TFJAVA:
        return named("keras");
      case JAX:
        return named("jax");
      case LUX:
      case FLUX:
        return named("julia");
      case MXNET:
        return named("mxnet");
      case DJL:
        return named("djl");
      case DL4J:
        return named("dl4j");
      case WOLFRAM:
        return OUT_IN;
      default:
        return named("torch");
    }
  }

  /**
   * JAX's convention: fans by axes, the other axes being receptive field.
   *
   * @param in the axes of the inputs, negative ones counted from the end
   * @param out the axes of the outputs; may overlap with {@code in}
   * @param batch the axes that count weights, left out of everything
   * @return the layout
   */
  public static Layout axes(List<Integer> in, List<Integer> out, List<Integer> batch) {
    return new Layout("jax_axes", new AxesFanRule(in, out, batch, true));
  }

  /**
   * Keras's {@code input_axes} and {@code output_axes}: every other axis is ignored.
   *
   * @param input the axes of the inputs, negative ones counted from the end
   * @param output the axes of the outputs
   * @return the layout
   */
  public static Layout kerasAxes(List<Integer> input, List<Integer> output) {
    return new Layout("keras_axes", new AxesFanRule(input, output, List.of(), false));
  }

  /**
   * This layout for a weight that does something else in its layer. Changes the fans of {@link
   * #OUT_IN} and {@link #IN_OUT} only.
   *
   * @param role what the weight does
   * @return the layout
   */
  public Layout withRole(Role role) {
    return with(options.withRole(Objects.requireNonNull(role, "role")));
  }

  /**
   * This layout for a grouped convolution. Changes the fans of {@link #OUT_IN} and {@link #IN_OUT}
   * only.
   *
   * @param groups the number of groups, 1 or more; for a depthwise weight the number of input
   *     channels
   * @return the layout
   * @throws IllegalArgumentException if {@code groups} is below 1
   */
  public Layout withGroups(long groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be 1 or more, was " + groups);
    }
    return with(options.withGroups(groups));
  }

  /**
   * This layout for a stack of weights (experts, heads): these axes belong to no fan.
   *
   * @param axes the axes, negative ones counted from the end
   * @return the layout
   */
  public Layout withBatchAxes(int... axes) {
    return with(options.withBatchAxes(Arrays.stream(axes).boxed().toList()));
  }

  /**
   * This layout with fans given outright; NaN leaves one as the layout reads it.
   *
   * @param in fan in, 0 or more, or NaN
   * @param out fan out, 0 or more, or NaN
   * @return the layout
   * @throws IllegalArgumentException if one is negative or infinite
   */
  public Layout withFans(double in, double out) {
    return with(options.withGiven(new Fans(checkedFan("fan_in", in), checkedFan("fan_out", out))));
  }

  private static double checkedFan(String which, double fan) {
    if (fan < 0 || Double.isInfinite(fan)) {
      throw new IllegalArgumentException(which + " must be 0 or more and finite, was " + fan);
    }
    return fan;
  }

  /**
   * This layout for a layer with a stride; DL4J divides the fan out of convolutions by it.
   *
   * @param product the product of the strides, 1 or more
   * @return the layout, unchanged where it is not DL4J's
   * @throws IllegalArgumentException if {@code product} is below 1
   */
  public Layout withStrideProduct(long product) {
    if (product < 1) {
      throw new IllegalArgumentException("stride product must be 1 or more, was " + product);
    }
    return rule == PeerFanRule.DL4J ? new Layout(name, rule, product, ownLowRank, options) : this;
  }

  /**
   * This layout with a peer's rule for rank 0 and 1: PyTorch, JAX, MXNet and DJL have no fans
   * there, Lux and Flux have (1, 1) and (1, n), everybody else (1, 1) and (n, n). The layouts
   * {@code keras_vector}, {@code keras_scalar} and {@code julia_vector} keep the rule in their
   * name.
   *
   * @param peer the peer
   * @return the layout
   */
  public Layout withLowRank(Peer peer) {
    return with(options.withLowRank(Optional.of(peer)));
  }

  /**
   * Another layout's convention, with what was said beside this one: role, groups, batch axes,
   * given fans, the rule for rank 0 and 1.
   *
   * @param other the layout whose convention to take
   * @return the layout
   */
  public Layout withConvention(Layout other) {
    return new Layout(other.name, other.rule, other.outDivisor, other.ownLowRank, options);
  }

  private Layout with(LayoutOptions newOptions) {
    return new Layout(name, rule, outDivisor, ownLowRank, newOptions);
  }

  /**
   * The layout's name in manifests.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The axes that count weights.
   *
   * @return the axes as they were given, negative ones counted from the end
   */
  public List<Integer> batchAxes() {
    return options.batchAxes();
  }

  /**
   * The axes of the inputs, where this layout names axes ({@link #axes}, {@link #kerasAxes}).
   *
   * @return the axes as they were given, negative ones counted from the end; empty otherwise
   */
  public List<Integer> inputAxes() {
    return rule instanceof AxesFanRule axes ? axes.in() : List.of();
  }

  /**
   * The axes of the outputs, where this layout names axes.
   *
   * @return the axes as they were given, negative ones counted from the end; empty otherwise
   */
  public List<Integer> outputAxes() {
    return rule instanceof AxesFanRule axes ? axes.out() : List.of();
  }

  /**
   * Where this layout keeps a convolution's channels.
   *
   * @return the order; empty where the layout does not say
   */
  public Optional<ChannelOrder> channelOrder() {
    return rule.channelOrder();
  }

  /**
   * The fans of a tensor under this layout.
   *
   * @param shape the whole tensor's shape
   * @return the fans; empty where the layout has none
   * @throws IllegalArgumentException if a batch axis does not exist
   */
  public Optional<Fans> fans(Shape shape) {
    return read(shape).fans();
  }

  /**
   * The fans of a tensor under this layout, by a peer's rule for rank 0 and 1.
   *
   * @param shape the whole tensor's shape
   * @param peer the peer; empty for the rule this layout has
   * @return the fans; empty where there are none
   * @throws IllegalArgumentException if a batch axis does not exist
   */
  public Optional<Fans> fans(Shape shape, Optional<Peer> peer) {
    return peer.map(this::withLowRank).orElse(this).fans(shape);
  }

  /**
   * The fans of a tensor whose initializer needs them.
   *
   * @param shape the whole tensor's shape
   * @return the fans
   * @throws IllegalArgumentException if there are none; the message says why
   */
  public Fans requireFans(Shape shape) {
    FanReading reading = read(shape);
    return reading
        .fans()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no fans for shape "
                        + shape
                        + " in layout "
                        + name
                        + ": "
                        + reading.refusal()));
  }

  /**
   * Refuses {@linkplain #withGroups groups} that a weight cannot have, whatever its initializer:
   * they divide the output channels; of a transposed convolution, and of a depthwise one stored
   * {@code (kernel..., in, m)}, the input channels. Nothing is refused where no groups were given,
   * for an embedding, for rank 0 and 1, or where the layout does not say where channels are.
   *
   * @param shape the whole tensor's shape
   * @throws IllegalArgumentException if the groups do not divide the channels, or a batch axis does
   *     not exist
   */
  public void requireGroups(Shape shape) {
    channelOrder().ifPresent(order -> Groups.require(options.unbatched(shape), order, options));
  }

  private FanReading read(Shape shape) {
    Shape read = rule.namesAxes() ? shape : options.unbatched(shape);
    return (rule.reads(read) ? readByRule(read) : readLowRank(read)).overriddenBy(options.given());
  }

  private FanReading readByRule(Shape shape) {
    FanReading reading = rule.read(shape, options);
    return outDivisor == 1 || shape.rank() < 3
        ? reading
        : reading
            .fans()
            .map(fans -> FanReading.of(fans.in(), fans.out() / outDivisor))
            .orElse(reading);
  }

  private FanReading readLowRank(Shape shape) {
    double n = shape.elementCount();
    Optional<Peer> peer = ownLowRank.or(options::lowRank);
    if (peer.isEmpty()) {
      return FanReading.of(n, n);
    }
    switch (peer.get()) {
      case LUX:
      case FLUX:
        return FanReading.of(1, n);
      case KERAS:
      case TFJAVA:
      case DL4J:
      case WOLFRAM:
        return FanReading.of(n, n);
      default:
        return FanReading.refused(
            "its rank must be at least 2 for "
                + peer.get().prefix()
                + ", whose fans need two axes, was "
                + shape.rank());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout layout
        && name.equals(layout.name)
        && rule.equals(layout.rule)
        && outDivisor == layout.outDivisor
        && ownLowRank.equals(layout.ownLowRank)
        && options.equals(layout.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, rule, outDivisor, ownLowRank, options);
  }

  /**
   * The layout's name, and what is said beside it.
   *
   * @return for example {@code out_in, role CONVOLUTION, groups 4}
   */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(List.of(name));
    if (options.role() != Role.DENSE) {
      parts.add("role " + options.role());
    }
    if (options.groups() != 0) {
      parts.add("groups " + options.groups());
    }
    if (!options.batchAxes().isEmpty()) {
      parts.add("batch axes " + options.batchAxes());
    }
    return String.join(", ", parts);
  }
}
