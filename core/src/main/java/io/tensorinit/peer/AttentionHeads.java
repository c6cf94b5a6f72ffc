package io.tensorinit.peer;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;

/** The kernels of an attention that have the heads as an axis, as Keras's and Flax's have. */
public final class AttentionHeads {
  private static final List<String> INPUTS = List.of("query", "key", "value");

  private AttentionHeads() {}

  /**
   * Whether a kernel makes the queries, keys or values of an attention.
   *
   * @param subject the parameter
   * @return true for a kernel of (in, heads, size)
   */
  public static boolean isTo(RecipeSubject subject) {
    return isKernel(subject) && INPUTS.contains(subject.parts().layerName());
  }

  /**
   * Whether a kernel makes the output of an attention.
   *
   * @param subject the parameter
   * @param layer what the library calls the layer
   * @return true for a kernel of (heads, size, out)
   */
  public static boolean isFrom(RecipeSubject subject, String layer) {
    return isKernel(subject) && subject.parts().layerName().equals(layer);
  }

  private static boolean isKernel(RecipeSubject subject) {
    boolean convolution =
        subject.declaredKind().isPresent()
            && subject.kind().filter(Kind.CONVOLUTION::equals).isPresent();
    return subject.shape().rank() == 3 && subject.parts().last().equals("kernel") && !convolution;
  }
}
