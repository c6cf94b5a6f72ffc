package io.tensorinit.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class BackendOptionsTest {
  private static final Executor EXECUTOR =
      new Executor() {
        @Override
        public void execute(Runnable work) {
          work.run();
        }

        @Override
        public String toString() {
          return "mine";
        }
      };

  @Test
  void whatIsSaidLaterLeavesTheRest() {
    BackendOptions options = BackendOptions.threads(8).executor(EXECUTOR).device(1);
    assertEquals(8, options.threads());
    assertEquals(1, options.device());
    assertEquals(Optional.of(EXECUTOR), options.executor());
    assertEquals("threads 8, device 1, executor mine", options.toString());
    assertEquals("threads 0, device 0", BackendOptions.DEFAULT.toString());
  }

  @Test
  @SuppressWarnings("NullAway")
  void noExecutorIsRefusedByName() {
    assertEquals(
        "executor",
        assertThrows(NullPointerException.class, () -> BackendOptions.DEFAULT.executor(null))
            .getMessage());
  }

  @Test
  void optionsAreEqualWhereAllOfThemAre() {
    BackendOptions options = BackendOptions.threads(8).device(1);
    assertEquals(BackendOptions.threads(8).device(1), options);
    assertEquals(BackendOptions.threads(8).device(1).hashCode(), options.hashCode());
    assertNotEquals(BackendOptions.threads(7).device(1), options);
    assertNotEquals(BackendOptions.threads(8), options);
    assertNotEquals(options.executor(EXECUTOR), options);
    assertEquals(options.executor(EXECUTOR), options.executor(EXECUTOR));
  }
}
