package io.tensorinit.layout;

import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Shape;
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
 * groups. A library's own convention ({@code io.tensorinit.names.Layouts} has them by name) gives
 * that library's fans, its misreadings of grouped, depthwise, transposed and packed weights
 * included; role and groups do not change them.
 *
 * <p>Rank 1 has fans (n, n) and rank 0 has (1, 1), unless {@linkplain #withLowRank a rule} says
 * otherwise.
 */
@CheckReturnValue
public final class Layout {
  /** Outputs, inputs, then the kernel: {@code (out, in / groups, kernel...)}. */
  public static final Layout OUT_IN = new Layout("out_in", NativeFanRule.OUT_IN);

  /** The kernel, then inputs and outputs: {@code (kernel..., in / groups, out)}. */
  public static final Layout IN_OUT = new Layout("in_out", NativeFanRule.IN_OUT);

  /** No fan is computed; an initializer that needs one refuses. */
  public static final Layout NONE = new Layout("none", NoFans.NO_FANS);

  private final String name;
  private final FanRule rule;
  private final Optional<LowRankRule> ownLowRank;
  private final LayoutOptions options;

  private Layout(String name, FanRule rule) {
    this(name, rule, Optional.empty(), LayoutOptions.DEFAULT);
  }

  private Layout(
      String name, FanRule rule, Optional<LowRankRule> ownLowRank, LayoutOptions options) {
    this.name = Objects.requireNonNull(name, "name");
    this.rule = Objects.requireNonNull(rule, "rule");
    this.ownLowRank = ownLowRank;
    this.options = options;
  }

  /**
   * A convention of a library, or of one's own.
   *
   * @param name its name, for messages and listings
   * @param rule how it reads fans
   * @return the layout
   */
  public static Layout of(String name, FanRule rule) {
    return new Layout(name, rule);
  }

  /**
   * A convention that also says how rank 0 and 1 are read, whatever {@link #withLowRank} says.
   *
   * @param name its name, for messages and listings
   * @param rule how it reads fans
   * @param lowRank how it reads them for rank 0 and 1
   * @return the layout
   */
  public static Layout of(String name, FanRule rule, LowRankRule lowRank) {
    return new Layout(name, rule, Optional.of(lowRank), LayoutOptions.DEFAULT);
  }

  /**
   * Fans by axes. With S the product of the sizes of a set of axes, what belongs to none is the
   * receptive field, {@code r = elements / S(in) / S(out) / S(batch)}; fan in is {@code r S(in)},
   * fan out {@code r S(out)}, also where an axis is both (JAX).
   *
   * @param in the axes of the inputs, negative ones counted from the end
   * @param out the axes of the outputs; may overlap with {@code in}
   * @param batch the axes that count weights, left out of everything
   * @return the layout
   */
  public static Layout axes(List<Integer> in, List<Integer> out, List<Integer> batch) {
    return axes("axes", in, out, batch);
  }

  /**
   * As {@link #axes(List, List, List)}, by another name.
   *
   * @param name the name, for messages and listings
   * @param in the axes of the inputs, negative ones counted from the end
   * @param out the axes of the outputs; may overlap with {@code in}
   * @param batch the axes that count weights, left out of everything
   * @return the layout
   */
  public static Layout axes(String name, List<Integer> in, List<Integer> out, List<Integer> batch) {
    return of(name, new AxesFanRule(in, out, batch, true));
  }

  /**
   * Fans by axes without a receptive field: fan in is the product of the sizes of the axes of the
   * inputs, fan out that of the outputs, and every other axis is ignored (Keras's {@code
   * input_axes} and {@code output_axes}).
   *
   * @param name the name, for messages and listings
   * @param in the axes of the inputs, negative ones counted from the end
   * @param out the axes of the outputs
   * @return the layout
   */
  public static Layout axesAlone(String name, List<Integer> in, List<Integer> out) {
    return of(name, new AxesFanRule(in, out, List.of(), false));
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
   * This layout for a layer with a stride; Deeplearning4j divides the fan out of convolutions by
   * it, no other peer looks at it.
   *
   * @param product the product of the strides, 1 or more
   * @return the layout
   * @throws IllegalArgumentException if {@code product} is below 1
   */
  public Layout withStrideProduct(long product) {
    if (product < 1) {
      throw new IllegalArgumentException("stride product must be 1 or more, was " + product);
    }
    return with(options.withStrideProduct(product));
  }

  /**
   * This layout with a rule for rank 0 and 1, unless it has one of its own.
   *
   * @param lowRank the rule
   * @return the layout
   */
  public Layout withLowRank(LowRankRule lowRank) {
    return with(options.withLowRank(Optional.of(lowRank)));
  }

  /**
   * Another layout's convention, with what was said beside this one: role, groups, batch axes,
   * given fans, the rule for rank 0 and 1.
   *
   * @param other the layout whose convention to take
   * @return the layout
   */
  public Layout withConvention(Layout other) {
    return new Layout(other.name, other.rule, other.ownLowRank, options);
  }

  private Layout with(LayoutOptions newOptions) {
    return new Layout(name, rule, ownLowRank, newOptions);
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
   * The axes of the inputs, where this layout names axes ({@link #axes}, {@link #axesAlone}).
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
    FanReading reading =
        rule.reads(read)
            ? rule.read(read, options)
            : ownLowRank.or(options::lowRank).orElse(LowRankRule.BOTH).read(read);
    return reading.overriddenBy(options.given());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layout layout
        && name.equals(layout.name)
        && rule.equals(layout.rule)
        && ownLowRank.equals(layout.ownLowRank)
        && options.equals(layout.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, rule, ownLowRank, options);
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
