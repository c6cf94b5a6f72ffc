package io.tensorinit.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first failure is the one that is told; what comes after it is done all the same. */
class CleanupTest {
  private final RuntimeException first = new IllegalStateException("first");
  private final RuntimeException second = new IllegalStateException("second");
  private final List<String> done = new ArrayList<>();

  private Runnable failing(String name, RuntimeException failure) {
    return () -> {
      done.add(name);
      throw failure;
    };
  }

  private void assertFirstIsTold(Runnable work) {
    assertSame(first, assertThrows(RuntimeException.class, work::run));
    assertArrayEquals(new Throwable[] {second}, first.getSuppressed());
    assertEquals(List.of("a", "b"), done);
  }

  @Test
  void ofSeveralSteps() {
    assertFirstIsTold(() -> Cleanup.runAll(List.of(failing("a", first), failing("b", second))));
  }

  @Test
  void ofWorkAndOfGivingBackBehindIt() {
    assertFirstIsTold(() -> Cleanup.after(failing("a", first), failing("b", second)));
  }

  @Test
  void ofWorkAloneAndOfGivingBackAlone() {
    Runnable ends = () -> done.add("ends");
    assertSame(
        first,
        assertThrows(RuntimeException.class, () -> Cleanup.after(failing("a", first), ends)));
    assertSame(
        second,
        assertThrows(RuntimeException.class, () -> Cleanup.after(ends, failing("b", second))));
    assertEquals(List.of("a", "ends", "ends", "b"), done);
  }

  @Test
  void ofAFailureThatIsThereAlready() {
    done.add("a");
    assertFirstIsTold(
        () -> {
          throw Cleanup.failed(first, failing("b", second));
        });
  }
}
