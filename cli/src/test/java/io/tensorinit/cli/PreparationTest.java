package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PreparationTest {
  @Test
  void preparesWhatFillsAlone() {
    assertSame(Preparation.NONE, Preparation.begin());
    assertSame(Preparation.NONE, Preparation.begin("list", "he"));
    assertSame(Preparation.NONE, Preparation.begin("plan", "model.json"));
    assertSame(Preparation.NONE, Preparation.begin("init"));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void letsTheCommandBegin() {
    Preparation.NONE.await();
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1, "one processor: nothing is prepared");
    Preparation preparation = Preparation.begin("init", "model.json");
    assertNotSame(Preparation.NONE, preparation);
    preparation.await();
  }
}
