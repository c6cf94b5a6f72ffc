package io.tensorinit.recipe;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which PyTorch keeps a weight that it computes from others. One of these is drawn
 * as the weight itself would be: {@code weight_v} beside {@code weight_g}, {@code original1}
 * (weight_norm), {@code weight_orig}, {@code original} beside {@code 0._u} (spectral_norm, prune).
 * What the others begin with follows from its values, so nothing is guessed of them, whatever kind
 * they declare.
 *
 * <p>Source: torch.nn.utils 2.13, weight_norm, spectral_norm, prune and parametrizations.
 */
final class Reparametrized {
  private static final String FOLDER = "parametrizations.";
  private static final List<String> PARTS = List.of("_g", "_u", "_v", "_mask");

  private Reparametrized() {}

  /** The plain name of the weight that a parameter is drawn as; empty where it has its own. */
  static Optional<String> weight(String name, Set<String> names) {
    if (name.endsWith("_v") && names.contains(replaced(name, "_v", "_g"))) {
      return Optional.of(replaced(name, "_v", ""));
    }
    if (name.endsWith("_orig") && (isOf("weight", name) || isOf("bias", name))) {
      return Optional.of(replaced(name, "_orig", ""));
    }
    if (name.endsWith(".original1")) {
      return unfolded(replaced(name, ".original1", ""));
    }
    if (name.endsWith(".original") && names.contains(replaced(name, "original", "0._u"))) {
      return unfolded(replaced(name, ".original", ""));
    }
    return Optional.empty();
  }

  /** Whether what a parameter begins with follows from the values of another. */
  static boolean isDerived(String name, Set<String> names) {
    int folder = name.indexOf(FOLDER);
    boolean inFolder = folder == 0 || (folder > 0 && name.charAt(folder - 1) == '.');
    boolean isPart = PARTS.stream().anyMatch(name::endsWith) && isOf("weight", name);
    return (inFolder || isPart) && weight(name, names).isEmpty();
  }

  /** Whether a parameter's own name is a word with an end. */
  private static boolean isOf(String word, String name) {
    return name.startsWith(word, name.lastIndexOf('.') + 1);
  }

  private static String replaced(String name, String end, String other) {
    return name.substring(0, name.length() - end.length()) + other;
  }

  /** {@code fc.weight} of {@code fc.parametrizations.weight}. */
  private static Optional<String> unfolded(String name) {
    int folder = name.lastIndexOf(FOLDER);
    return folder < 0
        ? Optional.empty()
        : Optional.of(name.substring(0, folder) + name.substring(folder + FOLDER.length()));
  }
}
