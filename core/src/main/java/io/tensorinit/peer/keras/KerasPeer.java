package io.tensorinit.peer.keras;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Keras, by Francois Chollet and others (2015): version 3.15. */
public final class KerasPeer extends Peer {
  /** Keras: {@code (receptive field..., in, out)}. */
  public static final Layout CONVENTION = Layout.of("keras", SizesFanRule.IN_OUT);

  /** The one object. */
  public static final KerasPeer PEER = new KerasPeer();

  private KerasPeer() {
    super("keras", "keras.initializers, Keras 3.15", CONVENTION, LowRankRule.BOTH);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(KerasNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of(
        "keras.initializers",
        "tf.keras.initializers",
        "tensorflow.keras.initializers",
        "tf_keras.initializers",
        "initializers",
        "tf.initializers",
        "tensorflow.initializers",
        "tf",
        "tensorflow",
        "keras.initializers.initializers",
        "keras.initializers.initializers_v2",
        "keras.src.initializers",
        "keras.src.initializers.initializers",
        "keras.src.initializers.constant_initializers",
        "keras.src.initializers.random_initializers",
        "tf_keras.src.initializers.initializers",
        "tensorflow.python.keras.initializers.initializers_v2");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(
        NamedLayout.of(
            CONVENTION,
            "keras_in_out",
            "keras_conv",
            "keras_depthwise",
            "keras_conv_transpose",
            "keras_embedding",
            "square"),
        NamedLayout.of(
            Layout.of("keras_vector", SizesFanRule.IN_OUT, LowRankRule.BOTH), "keras_scalar"),
        NamedLayout.of(KerasAxes.of(List.of(-2), List.of(-1))));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("keras", KerasRecipe::create, "tensorflow")
            .takes("unit_forget_bias", "ones for an LSTM's forget gate, true by default"));
  }
}
