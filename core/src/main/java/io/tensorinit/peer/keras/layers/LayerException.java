package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.MessageText;

/** A fault in a layer, named in the message. */
final class LayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  LayerException(LayerConfig layer, RuntimeException fault) {
    super(
        "layer "
            + MessageText.quoted(layer.name())
            + " of class "
            + MessageText.quoted(layer.className())
            + ": "
            + fault.getMessage(),
        fault);
  }
}
