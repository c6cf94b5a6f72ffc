package io.tensorinit.recipe;

import io.tensorinit.layout.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a parameter is in its layer, as far as recipes tell parameters apart.
 *
 * <p>Read from the {@code kind} a parameter declares, which names its layer ({@link LayerKind};
 * then the last part of the parameter's name says which of the layer's parameters it is) or the
 * kind itself; else {@linkplain KnownKind guessed} from the name.
 */
public enum Kind {
  /** The weight of a dense layer. */
  DENSE(Role.DENSE),
  /** The kernel of a convolution. */
  CONVOLUTION(Role.CONVOLUTION),
  /** The kernel of a depthwise convolution. */
  DEPTHWISE(Role.DEPTHWISE),
  /** The kernel of a transposed convolution. */
  TRANSPOSED_CONVOLUTION(Role.TRANSPOSED_CONVOLUTION),
  /** A table of embeddings. */
  EMBEDDING(Role.EMBEDDING),
  /** From the inputs of a recurrent layer. */
  RECURRENT_INPUT,
  /** From the state of a recurrent layer. */
  RECURRENT("recurrent_kernel"),
  /** A bias of a recurrent layer. */
  RECURRENT_BIAS,
  /** Of two inputs, {@code (out, in1, in2)}. */
  BILINEAR,
  /** Query, key and value projections in one matrix. */
  PACKED_ATTENTION("in_proj"),
  /** A query, key or value projection that is a parameter of the attention itself. */
  ATTENTION_INPUT,
  /** A key or a value that attention puts behind those of its input. */
  ATTENTION_TOKEN,
  /** A bias of an attention layer. */
  ATTENTION_BIAS,
  /** A matrix of PyTorch's {@code nn.Transformer}. */
  TRANSFORMER_WEIGHT,
  /** Any other bias. */
  BIAS,
  /** The scale of a normalization. */
  NORM_SCALE,
  /** The shift of a normalization. */
  NORM_SHIFT("beta"),
  /** The running mean of a normalization. */
  RUNNING_MEAN("moving_mean"),
  /** The running variance of a normalization. */
  RUNNING_VARIANCE("running_var", "moving_variance", "moving_var"),
  /** How many batches a normalization has seen. */
  BATCH_COUNT("num_batches_tracked"),
  /** The slope of a PReLU. */
  PRELU;

  private static final Set<Kind> BESIDE_WEIGHTS =
      EnumSet.of(
          RECURRENT_BIAS,
          ATTENTION_BIAS,
          BIAS,
          NORM_SCALE,
          NORM_SHIFT,
          RUNNING_MEAN,
          RUNNING_VARIANCE,
          BATCH_COUNT);

  private final Optional<Role> role;
  private final List<String> aliases;

  /** A kind that implies no role. */
  Kind(String... aliases) {
    this.role = Optional.empty();
    this.aliases = List.of(aliases);
  }

  Kind(Role role) {
    this.role = Optional.of(role);
    this.aliases = List.of();
  }

  /**
   * What libraries that tell parameters apart by their role in a layer call its weights.
   *
   * @return the kinds, a fresh array
   */
  public static Kind[] weights() {
    return new Kind[] {
      DENSE,
      CONVOLUTION,
      DEPTHWISE,
      TRANSPOSED_CONVOLUTION,
      EMBEDDING,
      RECURRENT_INPUT,
      RECURRENT,
      BILINEAR,
      PACKED_ATTENTION,
      ATTENTION_INPUT,
      TRANSFORMER_WEIGHT
    };
  }

  /**
   * The kind in manifests.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The words that declare this kind, whatever the parameter's name is.
   *
   * @return its label, then its aliases
   */
  public List<String> words() {
    List<String> words = new ArrayList<>(List.of(label()));
    words.addAll(aliases);
    return words;
  }

  /**
   * Whether initializers are chosen for it: a bias, and what normalizations have, most often get a
   * constant.
   *
   * @return whether it is a weight
   */
  public boolean isWeight() {
    return !BESIDE_WEIGHTS.contains(this);
  }

  /**
   * The role that a declared kind implies.
   *
   * @param declared the kind in a manifest, in any spelling
   * @return the role; empty where the kind implies none or is not known
   */
  public static Optional<Role> roleOf(String declared) {
    return LayerKind.named(declared)
        .map(LayerKind::role)
        .orElseGet(() -> literal(declared).flatMap(Kind::role));
  }

  /**
   * The role that a declared kind implies for a parameter: of a separable convolution the name
   * tells its two kernels apart.
   *
   * @param declared the kind in a manifest, in any spelling
   * @param parameter the parameter's name
   * @return the role; empty where the kind implies none or is not known
   */
  public static Optional<Role> roleOf(String declared, String parameter) {
    return LayerKind.named(declared)
        .filter(LayerKind.SEPARABLE::equals)
        .flatMap(layer -> layer.member(ParameterName.of(parameter)).role())
        .or(() -> roleOf(declared));
  }

  /**
   * Whether a word is this kind's label or one of its aliases.
   *
   * @param word the word, in any letter case, {@code -} and {@code _} alike
   * @return whether it means this kind
   */
  public boolean isCalled(String word) {
    String wanted = word.toLowerCase(Locale.ROOT).replace('-', '_');
    return label().equals(wanted) || aliases.contains(wanted);
  }

  /** The kind that a word declares, whatever the parameter's name is. */
  static Optional<Kind> literal(String declared) {
    return Arrays.stream(values()).filter(kind -> kind.isCalled(declared)).findFirst();
  }

  /** The role it implies. */
  Optional<Role> role() {
    return role;
  }
}
