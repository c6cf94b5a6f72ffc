package io.tensorinit.cuda.library;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.driver.SolverLibrary;
import io.tensorinit.cuda.driver.Versioned;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * NVIDIA's libraries of this machine, each looked for when it is first asked for: where the linker
 * looks, then in the {@link RedistributableJar}. The answer is kept. None is looked for where the
 * system property {@value #PROPERTY} is {@code off}: then a driver alone serves, as it does where
 * they are missing.
 */
final class CudaLibraries implements Libraries {
  /** The system property: {@code auto}, which is the default, or {@code off}. */
  static final String PROPERTY = "tensorinit.cuda.libraries";

  private final Function<Library, Versioned> opener;
  private final RedistributableJar jar;
  private final Map<Library, Lookup> lookups = new ConcurrentHashMap<>();

  private record Lookup(Presence presence, Optional<Versioned> calls) {}

  /**
   * Libraries, each looked for when it is first needed.
   *
   * @param opener opens a library; throws {@link LinkageError} or {@link BackendException} where it
   *     cannot
   * @param jar supplies what the linker misses
   */
  CudaLibraries(Function<Library, Versioned> opener, RedistributableJar jar) {
    this.opener = opener;
    this.jar = jar;
  }

  @Override
  public Presence find(Library library) {
    return lookUp(library).presence;
  }

  @Override
  public RandomLibrary random() {
    return require(Library.CURAND, RandomLibrary.class);
  }

  @Override
  public BlasLibrary blas() {
    return require(Library.CUBLAS, BlasLibrary.class);
  }

  @Override
  public SolverLibrary solver() {
    return require(Library.CUSOLVER, SolverLibrary.class);
  }

  private <T> T require(Library library, Class<T> type) {
    Lookup lookup = lookUp(library);
    return type.cast(
        lookup.calls.orElseThrow(
            () ->
                new BackendException(
                    library.title() + " cannot be used: " + lookup.presence.detail())));
  }

  private Lookup lookUp(Library library) {
    return lookups.computeIfAbsent(library, this::look);
  }

  private Lookup look(Library library) {
    String wanted = System.getProperty(PROPERTY, "auto");
    if (wanted.equals("off")) {
      return missing(library, "not looked for: system property " + PROPERTY + " is off");
    }
    if (!wanted.equals("auto")) {
      return missing(
          library, "system property " + PROPERTY + " must be auto or off, was " + wanted);
    }
    try {
      Versioned calls = open(library);
      String origin =
          jar.hasSupplied(library.fileName())
              ? "from the redistributable jar on the class path"
              : "from the system";
      return new Lookup(
          new Presence(library, true, calls.version() + ", " + origin), Optional.of(calls));
    } catch (UnsatisfiedLinkError e) {
      return missing(
          library,
          MissingLibrary.in(e)
              .map(CudaLibraries::howToGet)
              .orElseGet(() -> "cannot be loaded: " + firstLine(e)));
    } catch (LinkageError | RuntimeException e) {
      return missing(library, firstLine(e));
    }
  }

  /** Opens a library; as often as the linker misses a file that the jar has, supplies it. */
  private Versioned open(Library library) {
    Set<String> attempt = new HashSet<>();
    while (true) {
      try {
        return opener.apply(library);
      } catch (UnsatisfiedLinkError e) {
        Optional<String> missed = MissingLibrary.in(e);
        if (missed.isEmpty() || !jar.supply(missed.get(), attempt)) {
          throw e;
        }
      }
    }
  }

  private static Lookup missing(Library library, String reason) {
    return new Lookup(new Presence(library, false, reason), Optional.empty());
  }

  private static String howToGet(String file) {
    for (Library library : Library.values()) {
      String family = library.fileName().substring(0, library.fileName().indexOf(".so"));
      if (file.startsWith(family)) {
        return file
            + " not found: install "
            + library.release()
            + "'s "
            + library.title()
            + ", or put "
            + RedistributableJar.COORDINATES
            + " on the class path";
      }
    }
    return file + " not found: install it";
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }
}
