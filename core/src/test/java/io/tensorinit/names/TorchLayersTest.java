package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.testkit.Python;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of PyTorch's layers, compared with PyTorch itself. */
class TorchLayersTest {
  @Test
  void theTableOfPyTorchsLayersIsWhatTorchDoes() throws IOException, InterruptedException {
    String output =
        Python.run(
            "torch_layers.py",
            "torch",
            "recipes/pytorch.csv is not compared with torch's own layers",
            List.of());
    String total = output.substring(output.lastIndexOf('\n') + 1);
    assertTrue(total.contains(" 0 differ"), total);
    System.out.println("torch_layers.py: " + total);
  }
}
