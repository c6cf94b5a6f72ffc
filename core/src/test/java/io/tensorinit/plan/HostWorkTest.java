package io.tensorinit.plan;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import org.junit.jupiter.api.Test;

class HostWorkTest {
  private static boolean isNeeded(Initializer initializer) {
    return HostWork.isNeeded(initializer.lower(Shape.of(4, 6), Layout.OUT_IN));
  }

  @Test
  void primitivesStayOnTheDevice() {
    assertFalse(isNeeded(Initializers.zeros()));
    assertFalse(isNeeded(Initializers.heNormal()));
    assertFalse(isNeeded(Initializers.glorotUniform()));
    assertFalse(isNeeded(Initializers.orthogonal()));
    assertFalse(isNeeded(Initializers.identity()));
    assertFalse(isNeeded(Initializers.sparse(0.5, 0.01)));
    assertFalse(isNeeded(Initializers.binomial(3, 0.5)));
    assertFalse(isNeeded(Initializers.heNormal().scaled(2).shifted(1).clamped(-1, 1)));
  }

  @Test
  void tablesAndFunctionsAreFoundAnywhereInside() {
    Initializer table = Initializers.given(new double[24], 4, 6);
    Initializer function = Initializers.function((index, stream) -> 1.0);
    assertTrue(isNeeded(table));
    assertTrue(isNeeded(function));
    assertTrue(isNeeded(table.scaled(2)));
    assertTrue(isNeeded(table.clamped(-1, 1)));
    assertTrue(isNeeded(table.masked(0.5)));
    assertTrue(isNeeded(Initializers.sum(Initializers.zeros(), table)));
    assertTrue(isNeeded(Initializers.heNormal().withNoise(function)));
    assertTrue(isNeeded(function.withPaddingRow(0)));
    assertTrue(
        isNeeded(
            Initializers.mixture(
                Initializers.chance(0.5, function),
                Initializers.chance(0.5, Initializers.zeros()))));
    assertTrue(
        isNeeded(
            Initializers.blocks(
                1, Initializers.block(Initializers.zeros()), Initializers.block(function))));
  }
}
