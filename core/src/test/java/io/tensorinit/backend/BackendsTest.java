package io.tensorinit.backend;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
public class BackendsTest {
  private static final Availability THERE = new Availability.Available("a device");
  private static final IllegalStateException CAUSE = new IllegalStateException("driver too old");

  /** A provider that answers as it is told and counts how often it is asked. */
  private static final class FakeProvider implements BackendProvider {
    private final String name;
    private final int rank;
    private final Availability answer;
    private Optional<String> refusal = Optional.empty();
    private RecordingBackend opened;
    private int asked;

    FakeProvider(String name, int rank, Availability answer) {
      this.name = name;
      this.rank = rank;
      this.answer = answer;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public Availability availability() {
      asked++;
      return answer;
    }

    @Override
    public Backend open(BackendOptions options) {
      if (options.device() > 0) {
        throw new BackendException("there is one device");
      }
      opened = new RecordingBackend(name, refusal);
      return opened;
    }
  }

  /** A provider that cannot open anything, and may not even be asked. */
  private static class FailingProvider implements BackendProvider {
    private final Availability answer;

    FailingProvider(Availability answer) {
      this.answer = answer;
    }

    @Override
    public String name() {
      return "cuda";
    }

    @Override
    public int rank() {
      return 10;
    }

    @Override
    public Availability availability() {
      if (answer == null) {
        throw CAUSE;
      }
      return answer;
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new BackendException("never opened");
    }
  }

  /** A backend that fills nothing and remembers what it was asked. */
  public static class RecordingBackend implements Backend {
    private final String name;
    private final Optional<String> refusal;
    public final List<Fill> fills = new ArrayList<>();
    private boolean closed;

    public RecordingBackend(String name) {
      this(name, Optional.empty());
    }

    public RecordingBackend(String name, Optional<String> refusal) {
      this.name = name;
      this.refusal = refusal;
    }

    @Override
    public Optional<String> refusal(FillPlan plan, Shape shape) {
      return refusal;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String device() {
      return "none";
    }

    @Override
    public void fill(Fill fill, Destination destination) {
      fills.add(fill);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Availability absent(String reason, boolean deviceSeen) {
    return new Availability.Unavailable(reason, Optional.of(CAUSE), deviceSeen);
  }

  private final FakeProvider cpu = new FakeProvider("cpu", 0, THERE);

  @Test
  void takesTheBestThatIsThere() {
    FakeProvider cuda = new FakeProvider("cuda", 10, THERE);
    Backends.Choice choice = Backends.of(List.of(cpu, cuda)).choose("auto");
    assertSame(cuda, choice.provider());
    assertEquals(Optional.empty(), choice.why());
    assertEquals(0, cpu.asked);
  }

  @Test
  void saysWhyTheCpuServes() {
    FakeProvider cuda = new FakeProvider("cuda", 10, absent("no driver; install one", true));
    Backends backends = Backends.of(List.of(cpu, cuda));
    Backends.Choice choice = backends.choose("AUTO");
    assertSame(cpu, choice.provider());
    assertTrue(choice.deviceSeen());
    assertEquals(Optional.of("backend cpu serves: cuda: no driver; install one"), choice.why());
    backends.choose("auto");
    backends.report();
    assertEquals(1, cuda.asked);
    assertFalse(
        Backends.of(List.of(cpu, new FakeProvider("cuda", 10, absent("none", false))))
            .choose("auto")
            .deviceSeen());
  }

  @Test
  void logsWhyTheCpuServesWhenItIsOpened() {
    assertEquals(
        List.of("WARNING backend cpu serves: cuda: too old"), logged(absent("too old", true)));
    assertEquals(List.of("FINE backend cpu serves: cuda: none"), logged(absent("none", false)));
    assertEquals(List.of(), logged(THERE));
  }

  private List<String> logged(Availability cuda) {
    return logged(
        () ->
            Backends.of(List.of(cpu, new FakeProvider("cuda", 10, cuda)))
                .open("auto", BackendOptions.DEFAULT));
  }

  private static List<String> logged(Runnable work) {
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger("io.tensorinit");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      logger.setLevel(null);
    }
    return lines;
  }

  @Test
  void reportsEveryAnswer() {
    FakeProvider cuda = new FakeProvider("cuda", 10, absent("no driver", false));
    assertEquals(
        List.of(new Backends.Answer("cuda", cuda.answer), new Backends.Answer("cpu", THERE)),
        Backends.of(List.of(cpu, cuda)).report());
  }

  @Test
  void neverSwitchesFromABackendAskedForByName() {
    FakeProvider cuda = new FakeProvider("cuda", 10, absent("no driver; install one", true));
    Backends backends = Backends.of(List.of(cpu, cuda));
    BackendException thrown = assertThrows(BackendException.class, () -> backends.choose("cuda"));
    assertEquals("backend cuda cannot be used: no driver; install one", thrown.getMessage());
    assertSame(CAUSE, thrown.getCause());
    assertEquals(1, cuda.asked);
    assertEquals("cpu", backends.choose("cpu").provider().name());
    assertEquals(1, cuda.asked);
  }

  private static final FillPlan PLAN = new ConstantFill(1);

  private static final Function<Backend, Optional<String>> WORK =
      backend -> backend.refusal(PLAN, Shape.scalar());

  private static Optional<String> refusal(Backend backend) {
    return backend.refusal(PLAN, Shape.scalar()).map(reason -> "cannot fill \"w\": " + reason);
  }

  @Test
  void theCpuServesWhereTheDeviceRefuses() {
    FakeProvider cuda = new FakeProvider("cuda", 10, THERE);
    Backends backends = Backends.of(List.of(cpu, cuda));
    Backends.Opened opened =
        backends.open(backends.choose("auto"), BackendOptions.DEFAULT, BackendsTest::refusal);
    assertSame(cuda.opened, opened.backend());

    cuda.refusal = Optional.of("a library is missing");
    opened = backends.open(backends.choose("auto"), BackendOptions.DEFAULT, BackendsTest::refusal);
    assertTrue(cuda.opened.closed);
    assertSame(cpu.opened, opened.backend());
    assertEquals(
        Optional.of("backend cpu serves: cuda: cannot fill \"w\": a library is missing"),
        opened.choice().why());
    assertTrue(opened.choice().deviceSeen());
    assertEquals(
        List.of("WARNING backend cpu serves: cuda: cannot fill \"w\": a library is missing"),
        logged(
            () ->
                assertEquals(
                    "cpu", backends.open(BackendOptions.DEFAULT, BackendsTest::refusal).name())));
    assertEquals(
        "backend cuda cannot fill \"w\": a library is missing",
        assertThrows(
                BackendException.class,
                () ->
                    backends.open(
                        backends.choose("cuda"), BackendOptions.DEFAULT, BackendsTest::refusal))
            .getMessage());
    assertTrue(cuda.opened.closed);
    cpu.refusal = Optional.of("neither");
    assertEquals(
        "no backend can serve; cuda: cannot fill \"w\": a library is missing; cpu: cannot fill"
            + " \"w\": neither",
        assertThrows(
                BackendException.class,
                () ->
                    backends.open(
                        backends.choose("auto"), BackendOptions.DEFAULT, BackendsTest::refusal))
            .getMessage());
  }

  @Test
  void namesTheComponentsOfABackend() {
    Component driver = new Component("driver", true, "12.4");
    BackendProvider cuda =
        new FailingProvider(THERE) {
          @Override
          public List<Component> components() {
            return List.of(driver);
          }
        };
    Backends backends = Backends.of(List.of(cuda, cpu));
    assertEquals(List.of(driver), backends.components("cuda"));
    assertEquals(List.of(), backends.components("cpu"));
    assertEquals(List.of(), backends.components("npu"));
    BackendProvider throwing =
        new FailingProvider(THERE) {
          @Override
          public List<Component> components() {
            throw CAUSE;
          }
        };
    assertEquals(
        List.of(new Component("cuda", false, "asking failed: " + CAUSE)),
        Backends.of(List.of(throwing)).components("cuda"));
  }

  @Test
  void closesABackendThatCannotBeAsked() {
    Backends backends = Backends.of(List.of(cpu));
    assertSame(
        CAUSE,
        assertThrows(
            IllegalStateException.class,
            () ->
                backends.open(
                    backends.choose("cpu"),
                    BackendOptions.DEFAULT,
                    backend -> {
                      throw CAUSE;
                    })));
    assertTrue(cpu.opened.closed);
  }

  @Test
  void theCpuServesWhereTheDeviceCannotBeOpened() {
    BackendProvider cuda =
        new FailingProvider(new Availability.Available("a device that is taken"));
    Backends backends = Backends.of(List.of(cuda, cpu));
    assertEquals(
        List.of("WARNING backend cpu serves: cuda: never opened"),
        logged(() -> backends.open("auto", BackendOptions.DEFAULT)));
    assertEquals(
        "never opened",
        assertThrows(BackendException.class, () -> backends.open("cuda", BackendOptions.DEFAULT))
            .getMessage());
    assertEquals(
        "no backend can serve; cuda: never opened; cpu: there is one device",
        assertThrows(
                BackendException.class,
                () -> backends.open("auto", BackendOptions.DEFAULT.device(1)))
            .getMessage());
  }

  @Test
  void sharesTheBestThatCanFillAPlan() {
    FakeProvider cuda = new FakeProvider("cuda", 10, THERE);
    SharedBackends shared = new SharedBackends(Backends.of(List.of(cpu, cuda)));
    assertEquals(List.of(), logged(() -> assertSame(shared.first(), shared.forWork(WORK))));
    assertSame(cuda.opened, shared.first());
  }

  @Test
  void sharesTheCpuToo() {
    FakeProvider cuda = new FakeProvider("cuda", 10, THERE);
    cuda.refusal = Optional.of("a library is missing");
    SharedBackends shared = new SharedBackends(Backends.of(List.of(cpu, cuda)));
    assertEquals(
        List.of("WARNING backend cpu serves: cuda: a library is missing"),
        logged(() -> shared.forWork(WORK)));
    assertEquals(List.of(), logged(() -> assertSame(cpu.opened, shared.forWork(WORK))));
    assertSame(cuda.opened, shared.first());
    assertFalse(cuda.opened.closed);
  }

  @Test
  void refusesWhatIsNoBackend() {
    Backends backends = Backends.of(List.of(cpu, new FakeProvider("npu", 5, THERE)));
    assertRefused(
        "backend must be one of auto, cpu, cuda, npu, was \"gpu\"", () -> backends.choose("gpu"));
    assertEquals(
        "backend cuda is not installed; add the artifact that provides it to the class path",
        assertThrows(BackendException.class, () -> backends.choose("cuda")).getMessage());
    assertEquals(
        "no backend is available; add tensorinit-cpu-fallback to the class path",
        assertThrows(BackendException.class, () -> Backends.of(List.of()).choose("auto"))
            .getMessage());
  }

  @Test
  void followsTheProperty() {
    String before = System.getProperty(Backends.PROPERTY);
    try {
      System.setProperty(Backends.PROPERTY, "npu");
      Backends backends =
          Backends.of(
              List.of(new FakeProvider("npu", 1, THERE), cpu, new FakeProvider("cuda", 10, THERE)));
      assertEquals("npu", backends.choose().provider().name());
      assertEquals("npu", backends.open(BackendOptions.DEFAULT).name());
      assertEquals("cpu", backends.choose("cpu").provider().name());
      System.setProperty(Backends.PROPERTY, "tpu");
      assertRefused(
          "property tensorinit.backend must be one of auto, cpu, cuda, npu, was \"tpu\"",
          backends::choose);
    } finally {
      if (before == null) {
        System.clearProperty(Backends.PROPERTY);
      } else {
        System.setProperty(Backends.PROPERTY, before);
      }
    }
  }

  /** Yields its items; an Error among them is thrown in its turn. */
  private static Iterator<BackendProvider> services(Object... items) {
    Iterator<Object> inner = List.of(items).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return inner.hasNext();
      }

      @Override
      public BackendProvider next() {
        Object item = inner.next();
        if (item instanceof Error error) {
          throw error;
        }
        return (BackendProvider) item;
      }
    };
  }

  @Test
  void survivesProvidersThatCannotBeLoaded() {
    ServiceConfigurationError broken = new ServiceConfigurationError("Provider x not found");
    Backends backends =
        Backends.from(services(broken, broken, new NoClassDefFoundError("jcuda/Pointer"), cpu));
    assertEquals("cpu", backends.choose("auto").provider().name());
    List<Backends.Answer> report = backends.report();
    assertEquals(3, report.size());
    Availability.Unavailable first =
        assertInstanceOf(Availability.Unavailable.class, report.get(1).availability());
    assertEquals("a backend's provider could not be loaded: Provider x not found", first.reason());
    assertSame(broken, first.cause().orElseThrow());
    BackendException thrown = assertThrows(BackendException.class, () -> backends.choose("cuda"));
    assertTrue(thrown.getMessage().contains("Provider x not found"), thrown.getMessage());
  }

  @Test
  void givesUpOnServicesThatOnlyFail() {
    Iterator<BackendProvider> failing =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw new ServiceConfigurationError("cannot read META-INF/services");
          }

          @Override
          public BackendProvider next() {
            throw new NoSuchElementException();
          }
        };
    assertEquals(1, Backends.from(failing).report().size());
  }

  @Test
  void countsAProviderThatThrowsAsUnavailable() {
    BackendProvider throwing = new FailingProvider(null);
    assertEquals(
        Optional.of(
            "backend cpu serves: cuda: asking for its device failed:"
                + " java.lang.IllegalStateException: driver too old"),
        Backends.of(List.of(throwing, cpu)).choose("auto").why());
  }
}
