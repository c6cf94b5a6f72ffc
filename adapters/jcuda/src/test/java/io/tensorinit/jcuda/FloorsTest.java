package io.tensorinit.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.testkit.Arrow;
import io.tensorinit.testkit.Floors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The package stands where the picture in {@code ARCHITECTURE.md} shows it. */
class FloorsTest {
  @Test
  void everyPackageNeedsLowerOnesAlone() throws Exception {
    Floors floors = Floors.read(Path.of("..", "..", "ARCHITECTURE.md"));
    List<Arrow> arrows = Arrow.of(Path.of("target", "classes"));
    assertEquals(List.of(), floors.complaints("adapters/jcuda", arrows));
  }
}
