package io.tensorinit;

import io.tensorinit.model.Model;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.weights.Weights;

/**
 * The front door: fills one tensor, in a sentence, or holds the values of a whole model.
 *
 * <pre>{@code
 * float[] w = TensorInit.tensor(heNormal()).shape(512, 256).name("fc1.weight").floats();
 *
 * TensorInit.tensor(glorotUniform()).shape(3, 3, 16, 32).layout(Layout.IN_OUT).dtype(DType.BF16)
 *     .key(Seed.of(42).key("conv1.weight")).on(backend).into(Destination.nativeOrder(buffer));
 * }</pre>
 *
 * <p>A whole model is {@link io.tensorinit.model}'s, its values in memory {@link
 * io.tensorinit.weights}'s, its files {@link io.tensorinit.checkpoint}'s.
 */
public final class TensorInit {
  private TensorInit() {}

  /**
   * Begins to describe a tensor; {@link FillRequest#into}, {@link FillRequest#floats()} or {@link
   * FillRequest#doubles()} fills it.
   *
   * @param initializer what to fill with
   * @return the request, of a scalar until its shape is said
   */
  @CheckReturnValue
  public static FillRequest tensor(Initializer initializer) {
    return FillRequest.of(initializer);
  }

  /**
   * The values of a whole model in memory, filled when they are first asked for.
   *
   * @param model the model
   * @return the store, filled by the shared backend that can
   * @throws io.tensorinit.backend.BackendException if no backend can fill it
   */
  @CheckReturnValue
  public static Weights weights(Model model) {
    return Weights.of(model);
  }
}
