package io.tensorinit.dl4j;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Remembers the memory of the one parameter that a name stands for. All parameters of a network lie
 * in one buffer, so that another place in the same buffer is another parameter.
 */
final class SoleParameter {
  private WeakReference<@Nullable DataBuffer> network = new WeakReference<>(null);
  private long place;

  /** Refuses a second parameter of one network. */
  synchronized void require(String name, INDArray parameter) {
    DataBuffer data = parameter.data();
    DataBuffer all = data.originalDataBuffer() == null ? data : data.originalDataBuffer();
    if (network.get() == all && place != data.offset()) {
      throw new IllegalStateException(
          "one parameter must have the name \""
              + name
              + "\", but a second one of the network asks for it and would have the same values:"
              + " give each its own NamedWeightInit (weightInitRecurrent), or fill the network by"
              + " Dl4jNetworks");
    }
    network = new WeakReference<>(all);
    place = data.offset();
  }
}
