package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.testkit.Arrow;
import io.tensorinit.testkit.Floors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules above the core stand where the picture in {@code ARCHITECTURE.md} shows them. */
class FloorsTest {
  private static Floors floors() throws IOException {
    return Floors.read(Path.of("..", "ARCHITECTURE.md"));
  }

  static Stream<String> modules() throws IOException {
    return floors().modules().stream().filter(module -> !module.equals("core"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyPackageNeedsLowerOnesAlone(String module) throws IOException {
    List<Arrow> arrows = Arrow.of(Path.of("..", module, "target", "classes"));
    assertEquals(List.of(), floors().complaints(module, arrows));
  }
}
