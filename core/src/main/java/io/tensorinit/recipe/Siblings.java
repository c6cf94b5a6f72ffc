package io.tensorinit.recipe;

import io.tensorinit.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parameters of a model by name, for recipes in which one parameter's values follow from
 * another's shape: PyTorch's biases from the fan in of their weights, a recurrent layer's from its
 * hidden size.
 */
public final class Siblings {
  private static final List<String> BIASES = List.of("bias", "biases", "b");
  private static final List<String> WEIGHTS = List.of("weight", "kernel", "weights", "w");

  private final Map<String, ParameterOutline> byName = new HashMap<>();
  private final Set<String> unshaped;
  private final Map<String, ParameterOutline> drawnAs = new HashMap<>();
  private final Map<String, Long> layerCounts = new HashMap<>();
  private final Map<String, Boolean> anyOf = new HashMap<>();
  private final Map<String, Optional<String>> firstOf = new HashMap<>();

  /**
   * Collects the parameters.
   *
   * @param parameters the model's parameters
   */
  public Siblings(List<ParameterOutline> parameters) {
    this(parameters, Set.of());
  }

  /**
   * Collects the parameters of a model some of whose shapes are not known yet.
   *
   * @param parameters those of known shape
   * @param unshaped the names of the others
   */
  public Siblings(List<ParameterOutline> parameters, Set<String> unshaped) {
    parameters.forEach(parameter -> byName.put(parameter.name(), parameter));
    this.unshaped = Set.copyOf(unshaped);
    parameters.forEach(
        parameter ->
            Reparametrized.weight(parameter.name(), byName.keySet())
                .ifPresent(weight -> drawnAs.put(weight, parameter)));
  }

  /** The name under which a parameter's kind is read: most often its own. */
  ParameterName plainName(String name) {
    return ParameterName.of(Reparametrized.weight(name, byName.keySet()).orElse(name));
  }

  /** Whether what a parameter begins with follows from another's values. */
  boolean isDerived(String name) {
    return Reparametrized.isDerived(name, byName.keySet());
  }

  /**
   * The parameter of a name.
   *
   * @param name the whole name
   * @return the parameter; empty if there is none
   * @throws UnknownShapeException if its shape is not known yet
   */
  public Optional<ParameterOutline> find(String name) {
    if (unshaped.contains(name)) {
      throw new UnknownShapeException(name);
    }
    return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(drawnAs.get(name)));
  }

  /**
   * Whether any parameter's name passes a test.
   *
   * @param what the test in words, under which its answer is kept
   * @param test the test
   * @return whether one does
   */
  public boolean any(String what, Predicate<String> test) {
    return anyOf.computeIfAbsent(what, key -> names().anyMatch(test));
  }

  /**
   * The first parameter, by the order of the names, whose name matches a pattern.
   *
   * @param pattern the pattern, see {@link Glob}
   * @return the parameter; empty if there is none
   * @throws UnknownShapeException if its shape is not known yet
   */
  public Optional<ParameterOutline> first(String pattern) {
    Glob glob = new Glob(pattern);
    return firstOf
        .computeIfAbsent(pattern, key -> names().filter(glob::matches).sorted().findFirst())
        .flatMap(this::find);
  }

  private Stream<String> names() {
    return Stream.concat(byName.keySet().stream(), unshaped.stream());
  }

  /**
   * How many layers a list has by the names: one more than the highest n in {@code list.n.}.
   *
   * @param list the list's name, such as {@code h} in {@code h.0.attn}
   * @return the number of layers, 0 if no name has the list
   */
  public long layerCount(String list) {
    return layerCounts.computeIfAbsent(list, this::countLayers);
  }

  private long countLayers(String list) {
    Pattern numbered = Pattern.compile("(?:^|[./])" + Pattern.quote(list) + "[./](\\d{1,9})[./]");
    return names()
        .map(numbered::matcher)
        .filter(Matcher::find)
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)) + 1)
        .max()
        .orElse(0);
  }

  /**
   * The weight of the layer that a bias belongs to.
   *
   * @param bias the bias's name
   * @return the weight; empty if there is none
   */
  public Optional<ParameterOutline> weight(ParameterName bias) {
    return neighbour(bias, BIASES, WEIGHTS);
  }

  /** Whether the layer of a weight has a bias. */
  boolean hasBias(ParameterName weight) {
    return neighbour(weight, WEIGHTS, BIASES).isPresent();
  }

  /** Whether the layer of a weight has a bias of the weight's own shape, as normalizations have. */
  boolean hasBiasOfShape(ParameterName weight, Shape shape) {
    return neighbour(weight, WEIGHTS, BIASES)
        .filter(bias -> bias.shape().equals(shape))
        .isPresent();
  }

  /** Whether a vector stands beside what only normalizations have, or a bias of its shape. */
  boolean hasNormNeighbour(ParameterName weight, Shape shape) {
    return hasBiasOfShape(weight, shape)
        || neighbour(weight, WEIGHTS, List.of("running_mean", "running_var")).isPresent();
  }

  /** Whether beside a {@code gamma} stands what only normalizations have. */
  boolean hasShiftOrStatistics(ParameterName gamma) {
    return neighbour(
            gamma,
            List.of("gamma"),
            List.of(
                "beta",
                "bias",
                "running_mean",
                "running_var",
                "moving_mean",
                "moving_var",
                "moving_variance"))
        .isPresent();
  }

  /** Whether a bias is the shift of a normalization, by the shape or the name of the scale. */
  boolean isShift(ParameterName bias) {
    Optional<ParameterOutline> weight = weight(bias);
    return weight.isPresent()
        ? weight.get().shape().rank() <= 1 || hasShape(bias, weight.get().shape())
        : neighbour(bias, BIASES, List.of("scale", "gamma")).isPresent();
  }

  private boolean hasShape(ParameterName name, Shape shape) {
    return find(name.layer() + name.last())
        .filter(parameter -> parameter.shape().equals(shape))
        .isPresent();
  }

  /** The parameter whose name has another word in the place of one. */
  private Optional<ParameterOutline> neighbour(
      ParameterName name, List<String> words, List<String> others) {
    for (String word : words) {
      for (String other : others) {
        Optional<ParameterOutline> found = name.sibling(word, other).flatMap(this::find);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The recurrent kernel of the Keras layer that a bias belongs to.
   *
   * @param bias the bias's name
   * @return the kernel; empty if there is none
   */
  public Optional<ParameterOutline> recurrentKernel(ParameterName bias) {
    return bias.sibling("bias", "recurrent_kernel").flatMap(this::find);
  }

  /**
   * Whether a bias belongs to the output projection of PyTorch's MultiheadAttention.
   *
   * @param bias the bias's name
   * @return whether the layer beside it has an in_proj_weight or a q_proj_weight
   */
  public boolean isAttentionOutput(ParameterName bias) {
    String output = "out_proj.";
    if (!bias.layer().endsWith(output)) {
      return false;
    }
    String attention = bias.layer().substring(0, bias.layer().length() - output.length());
    return find(attention + "in_proj_weight").isPresent()
        || find(attention + "q_proj_weight").isPresent();
  }

  /**
   * The hidden size of the recurrent layer that a PyTorch parameter belongs to: the columns of its
   * {@code weight_hh}, or of its {@code weight_hr} where the state is projected.
   *
   * @param parameter the parameter's name
   * @return the hidden size; empty if there is no such weight
   */
  public Optional<Long> hiddenSize(ParameterName parameter) {
    int layerNumber = parameter.last().indexOf('_', parameter.last().indexOf('_') + 1);
    String suffix = layerNumber < 0 ? "" : parameter.last().substring(layerNumber);
    return find(parameter.layer() + "weight_hr" + suffix)
        .or(() -> find(parameter.layer() + "weight_hh" + suffix))
        .filter(weight -> weight.shape().rank() == 2)
        .map(weight -> weight.shape().size(1));
  }
}
