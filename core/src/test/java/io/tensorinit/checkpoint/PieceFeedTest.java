package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Shape;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PieceFeedTest {
  /** Two pieces and a bit. */
  private static final Parameter LARGE =
      Model.builder()
          .parameter("w", Shape.of((1L << 24) + 3), Initializers.zeros())
          .build()
          .parameters()
          .get(0);

  /** Writes nothing; the second fill fails once the first piece is being taken. */
  private static final class FailingBackend implements Backend {
    private final CountDownLatch taking = new CountDownLatch(1);
    private int fills;

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String device() {
      return "none";
    }

    @Override
    public void fill(Fill fill, Destination destination) {
      if (fills++ == 1) {
        try {
          assertTrue(taking.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        throw new BackendException("no memory");
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void aFailureLeavesNobodyAtWork() {
    FailingBackend backend = new FailingBackend();
    AtomicBoolean atWork = new AtomicBoolean();
    PieceFeed.Taker slow =
        (position, piece) -> {
          atWork.set(true);
          backend.taking.countDown();
          try {
            Thread.sleep(200);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          atWork.set(false);
        };
    PieceFeed feed = new PieceFeed(backend, Progress.NONE);
    Throwable failure = assertThrows(BackendException.class, () -> feed.run(LARGE, slow));
    assertEquals(false, atWork.get());
    assertEquals("no memory", failure.getMessage());
  }
}
