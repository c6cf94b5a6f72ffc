package io.tensorinit.format;

import static io.tensorinit.testkit.Refusals.assertRefused;

import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsLayoutTest {
  @Test
  void refusesAHeaderThatReadersWouldRefuse() {
    // JSON writes a control character in six bytes
    String name = "\u0001".repeat(17_000_000);
    TensorInfo tensor = new TensorInfo(name, StoredType.F32, Shape.of(1));
    assertRefused(
        "a safetensors header must have at most 100000000 bytes, these names and shapes take"
            + " 102000056",
        () -> new SafetensorsLayout(List.of(tensor), Map.of()));
  }
}
