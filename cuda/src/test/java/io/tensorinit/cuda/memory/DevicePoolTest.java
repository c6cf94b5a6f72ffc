package io.tensorinit.cuda.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which block is taken again, by whom, and when; and that all goes back. */
class DevicePoolTest {
  private static final long ONE = 5;
  private static final long OTHER = 6;

  private final PtxDriver driver = new PtxDriver(1);
  private DevicePool pool;

  @BeforeEach
  void open() {
    driver.setCurrentContext(1);
    pool = new DevicePool(driver);
  }

  @AfterEach
  void nothingLeaks() {
    pool.close();
    assertEquals(0, driver.open());
  }

  private DevicePool.Block used(long bytes, long stream) {
    DevicePool.Block block = pool.take(bytes, stream, "a test");
    pool.giveBack(block, stream);
    return block;
  }

  @Test
  void theSameStreamTakesABlockAtOnceAndWaitsForIt() {
    DevicePool.Block first = used(1000, ONE);
    driver.setBusy(ONE, true);
    driver.takeLog();
    DevicePool.Block second = pool.take(900, ONE, "a test");
    assertEquals(first.address(), second.address());
    assertEquals(List.of("cuStreamWaitEvent"), driver.takeLog());
  }

  @Test
  void anotherStreamTakesABlockOnlyOnceItsEventHasPassed() {
    DevicePool.Block first = used(1000, ONE);
    driver.setBusy(ONE, true);
    DevicePool.Block second = pool.take(1000, OTHER, "a test");
    assertNotEquals(first.address(), second.address());
    driver.setBusy(ONE, false);
    assertEquals(first.address(), pool.take(1000, OTHER, "a test").address());
  }

  @Test
  void theSmallestThatFitsIsTakenAndNoneOfMoreThanTwiceTheSize() {
    DevicePool.Block large = pool.take(4096, ONE, "a test");
    DevicePool.Block medium = pool.take(2048, ONE, "a test");
    pool.giveBack(large, ONE);
    pool.giveBack(medium, ONE);
    assertEquals(6144, pool.freeBytes());
    assertEquals(medium.address(), pool.take(2048, ONE, "a test").address());
    assertNotEquals(large.address(), pool.take(1024, ONE, "a test").address());
    assertEquals(large.address(), pool.take(2048, ONE, "a test").address());
  }

  @Test
  void theHostNeverWaits() {
    for (int i = 1; i <= 100; i++) {
      used(i * 256L, i % 3);
    }
    assertFalse(driver.takeLog().stream().anyMatch(call -> call.contains("Synchronize")));
  }

  /** cuMemFree may wait, and need not. */
  @Test
  void whatIsFreedIsWaitedForOnce() {
    used(512, ONE);
    long marked = pool.keep(100, "a test");
    long unused = pool.keep(100, "a test");
    pool.markUse(marked, ONE);
    driver.takeLog();
    pool.free(unused);
    assertEquals(List.of("cuMemFree"), driver.takeLog());
    pool.free(marked);
    List<String> behindItsUse = List.of("cuEventSynchronize", "cuMemFree", "cuEventDestroy");
    assertEquals(behindItsUse, driver.takeLog());
    pool.trim();
    assertEquals(behindItsUse, driver.takeLog());
  }

  /** One event alone would tell of the stream that was marked last. */
  @Test
  void whatSeveralStreamsUseIsFreedOnceAllHavePassed() {
    long address = pool.keep(100, "a test");
    for (long stream : new long[] {ONE, OTHER, ONE}) {
      driver.setBusy(stream, true);
      pool.markUse(address, stream);
    }
    driver.takeLog();
    pool.free(address);
    assertEquals(
        List.of(
            "cuEventSynchronize",
            "cuEventSynchronize",
            "cuMemFree",
            "cuEventDestroy",
            "cuEventDestroy"),
        driver.takeLog());
  }

  @Test
  void aCopyWaitsForAllStreams() {
    long address = pool.keep(100, "a test");
    for (long stream : new long[] {ONE, OTHER}) {
      driver.setBusy(stream, true);
      pool.markUse(address, stream);
    }
    driver.takeLog();
    pool.waitForUse(address, 7);
    assertEquals(List.of("cuStreamWaitEvent", "cuStreamWaitEvent"), driver.takeLog());
  }

  @Test
  void whatIsFreedWaitsForTheListsThatAreKeptOnAllStreams() {
    long list = pool.keepTargets(100, "a test");
    long filled = pool.keep(100, "a test");
    for (long stream : new long[] {ONE, OTHER}) {
      driver.setBusy(stream, true);
      pool.markUse(list, stream);
    }
    driver.takeLog();
    pool.free(filled);
    assertEquals(
        List.of("cuEventSynchronize", "cuEventSynchronize", "cuMemFree"), driver.takeLog());
    pool.free(list);
    assertEquals(List.of("cuMemFree", "cuEventDestroy", "cuEventDestroy"), driver.takeLog());
  }

  /** A handle may be another stream's by the next mark, and 2 is one of each thread's own. */
  @Test
  void aStreamIsMarkedAnewBehindItsLastMark() {
    long address = pool.keep(100, "a test");
    pool.markUse(address, ONE);
    driver.setBusy(ONE, true);
    driver.takeLog();
    pool.markUse(address, ONE);
    assertEquals(
        List.of("cuStreamIsCapturing", "cuStreamWaitEvent", "cuEventRecord"), driver.takeLog());
    long other = pool.keep(100, "a test");
    pool.markUse(other, 0);
    driver.takeLog();
    pool.markUse(other, 0);
    assertEquals(List.of("cuEventRecord"), driver.takeLog(), "the default stream is one");
  }

  @Test
  void aMarkThatHasPassedServesTheNextStream() {
    long address = pool.keep(100, "a test");
    pool.markUse(address, 10);
    int open = driver.open();
    for (int stream = 11; stream < 111; stream++) {
      pool.markUse(address, stream);
    }
    assertEquals(open, driver.open());
    driver.setBusy(110, true);
    pool.markUse(address, 10);
    assertEquals(open + 1, driver.open());
  }

  @Test
  void whatCannotBeMarkedIsWaitedFor() {
    for (int call = 0; call < 2; call++) {
      long address = pool.keep(100, "a test");
      driver.failCall(call);
      driver.takeLog();
      assertThrows(CudaException.class, () -> pool.markUse(address, 0));
      assertTrue(driver.takeLog().contains("cuStreamSynchronize"));
      pool.free(address);
      assertEquals(0, driver.open());
    }
  }

  @Test
  void trimGivesBackWhatIsNotTaken() {
    DevicePool.Block taken = pool.take(512, ONE, "a test");
    used(1024, ONE);
    pool.trim();
    assertEquals(0, pool.freeBytes());
    assertEquals(1, driver.open(), "the block that is taken");
    pool.giveBack(taken, ONE);
  }

  @Test
  void whereMemoryRunsOutFreeBlocksThatHavePassedGoFirst() {
    driver.limitMemory(4096);
    used(1024, ONE);
    used(2048, OTHER);
    driver.setBusy(OTHER, true);
    pool.take(1536, ONE, "a test");
    assertEquals(2048, pool.freeBytes(), "what is still in use stays");
    driver.takeLog();
    pool.take(2500, ONE, "a test");
    assertEquals(0, pool.freeBytes(), "but for who gets no memory otherwise");
    assertTrue(driver.takeLog().contains("cuEventSynchronize"));
  }

  @Test
  void outOfMemorySaysWhatForAndHowMuchThereIs() {
    driver.limitMemory(4096);
    CudaException failure =
        assertThrows(CudaException.class, () -> pool.take(5000, ONE, "filling [1250] of F32"));
    assertEquals(
        "cuMemAlloc failed with 2 (CUDA_ERROR_OUT_OF_MEMORY), 5120 bytes for filling [1250] of"
            + " F32; 4096 of the device's 1099511627776 bytes are free",
        failure.getMessage());
  }

  @Test
  void aBlockWhoseEventFailsGoesBackToTheDriver() {
    DevicePool.Block block = pool.take(512, ONE, "a test");
    driver.failCall(1);
    assertThrows(CudaException.class, () -> pool.giveBack(block, ONE));
    assertEquals(0, pool.freeBytes());
    assertTrue(driver.takeLog().contains("cuMemFree"));
  }

  @Test
  void keptMemoryIsFreedOnceAndAtTheLatestWhenThePoolIsClosed() {
    long address = pool.keep(100, "a test");
    pool.keep(100, "another");
    pool.free(address);
    pool.free(address);
    assertEquals(1, driver.open());
  }
}
