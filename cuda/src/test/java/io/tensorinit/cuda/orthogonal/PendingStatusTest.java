package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statuses are read once they have arrived, each once, without a wait. */
class PendingStatusTest {
  private static final long STREAM = 5;

  private final PtxDriver driver = new PtxDriver(1);

  @Test
  void successSaysNothing() {
    try (PendingStatus statuses = open()) {
      statuses.add(status(0), STREAM, "a call");
      driver.takeLog();
      statuses.check();
      assertEquals(List.of(), driver.takeLog());
    }
    assertEquals(0, driver.open());
  }

  @Test
  void aFailureIsReportedOnceByTheNextCheck() {
    try (PendingStatus statuses = open()) {
      statuses.add(status(0), STREAM, "one call");
      statuses.add(status(-3), STREAM, "geqrf for a 3 x 3 orthogonal matrix");
      statuses.add(status(7), STREAM, "another call");
      BackendException failure = assertThrows(BackendException.class, statuses::check);
      assertEquals(
          "a fill failed, its values are not to be used: geqrf for a 3 x 3 orthogonal"
              + " matrix left status -3",
          failure.getMessage());
      assertEquals(1, failure.getSuppressed().length);
      statuses.check();
    }
  }

  @Test
  void whatHasNotArrivedIsLeftForALaterCall() {
    try (PendingStatus statuses = open()) {
      driver.delayCopies(true);
      statuses.add(status(4), STREAM, "a call");
      statuses.check();
      driver.delayCopies(false);
      assertThrows(BackendException.class, statuses::check);
    }
  }

  @Test
  void closingReadsWhatIsLeftAndGivesTheMemoryBack() {
    PendingStatus statuses = open();
    for (int i = 0; i < 1000; i++) {
      statuses.add(status(i % 999 == 998 ? 1 : 0), STREAM, "call " + i);
    }
    assertThrows(BackendException.class, statuses::close);
    assertEquals(0, driver.open());
  }

  private PendingStatus open() {
    driver.setCurrentContext(1);
    return new PendingStatus(driver);
  }

  private long status(int value) {
    return driver.allocate(
        new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)},
        1,
        PointerInfo.Kind.DEVICE);
  }
}
