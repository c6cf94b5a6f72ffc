package io.tensorinit.cuda.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Memory that an allocator maps piece by piece counts as one where the pieces meet. */
class AddressRangeTest {
  private static final long PAGE = 1L << 21;
  private static final long START = 1L << 40;

  private final PtxDriver driver =
      new PtxDriver(1) {
        /** Three pages that follow on, a gap, one more; the third is another device's. */
        @Override
        public synchronized Optional<PointerInfo> pointer(long address) {
          long page = (address - START) / PAGE;
          if (address < START || page == 3 || page > 4) {
            return Optional.empty();
          }
          int device = page == 2 ? 1 : 0;
          return Optional.of(
              new PointerInfo(PointerInfo.Kind.DEVICE, device, START + page * PAGE, PAGE, mapped));
        }
      };

  private boolean mapped = true;

  private void require(long address, long bytes) {
    AddressRange.of(DeviceDestination.at(address), Shape.of(bytes), DType.F8_E4M3)
        .require(driver, 0);
  }

  @Test
  void pagesThatFollowOnAreOneRegion() {
    assertDoesNotThrow(() -> require(START + 5, 2 * PAGE - 5));
  }

  @Test
  void aGapAnotherDeviceOrAnAllocationOfItsOwnEndsIt() {
    assertThrows(IllegalArgumentException.class, () -> require(START + 5, 2 * PAGE - 4));
    assertThrows(IllegalArgumentException.class, () -> require(START + 4 * PAGE, PAGE + 1));
    mapped = false;
    assertThrows(IllegalArgumentException.class, () -> require(START, PAGE + 1));
  }

  @Test
  void whatTheDriverDoesNotKnowPasses() {
    assertDoesNotThrow(() -> require(START + 3 * PAGE, 10 * PAGE));
  }

  @Test
  void anEmptyRegionAsksNothing() {
    assertDoesNotThrow(() -> require(START + 2 * PAGE, 0));
  }
}
