package io.tensorinit.backend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backends that are installed, whether each can be used, and the choice among them.
 *
 * <p>A name beats the property {@code tensorinit.backend}, the property beats the environment
 * variable {@code TENSORINIT_BACKEND} (a blank one counts as unset); each is {@code auto} or a
 * backend's name. {@code auto}, the default, takes the available backend of the highest rank and
 * says in one line why an accelerator was passed over; one that cannot be opened, or cannot do the
 * work it is opened for, is passed over too. A backend asked for by name that cannot be used is an
 * error, never a quiet switch.
 *
 * <p>A provider is asked once, when its answer is first needed; one that cannot be loaded does not
 * hide the others. Safe for use by several threads.
 */
public final class Backends {
  /** The system property that chooses a backend. */
  public static final String PROPERTY = "tensorinit.backend";

  /** The environment variable that chooses a backend. */
  public static final String VARIABLE = "TENSORINIT_BACKEND";

  /** The request for the best backend that is available. */
  public static final String AUTO = "auto";

  /** Names that are understood even where no such backend is installed. */
  private static final List<String> KNOWN = List.of("cpu", "cuda");

  /** An iterator of services that does nothing but fail is given up. */
  private static final int MOST_FAILURES = 64;

  private final List<BackendProvider> providers;
  private final List<Answer> broken;
  private final Map<BackendProvider, Availability> asked = new HashMap<>();

  /**
   * What a backend answered.
   *
   * @param name its name; a provider that could not be loaded is named by its fault's class
   * @param availability whether it can be used, or why not
   */
  public record Answer(String name, Availability availability) {}

  /**
   * A choice.
   *
   * @param provider the provider of the chosen backend
   * @param automatic whether {@code auto} chose; else the backend was asked for by name
   * @param passedOver the answers of better backends that cannot be used, best first; empty if the
   *     backend was asked for by name
   */
  public record Choice(BackendProvider provider, boolean automatic, List<Answer> passedOver) {
    /**
     * Whether something that looks like a device was found and could not be used.
     *
     * @return true if the user ought to hear {@link #why}
     */
    public boolean deviceSeen() {
      return passedOver.stream()
          .map(Answer::availability)
          .anyMatch(a -> a instanceof Availability.Unavailable no && no.deviceSeen());
    }

    /**
     * Why nothing better serves.
     *
     * @return one line; empty if nothing better is installed
     */
    public Optional<String> why() {
      return passedOver.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "backend "
                  + provider.name()
                  + " serves: "
                  + passedOver.stream().map(Backends::line).collect(Collectors.joining("; ")));
    }
  }

  /**
   * A backend that was opened.
   *
   * @param choice how it was chosen in the end
   * @param backend the open backend; the caller closes it
   */
  public record Opened(Choice choice, Backend backend) {}

  private Backends(List<BackendProvider> providers, List<Answer> broken) {
    this.providers =
        providers.stream()
            .sorted(Comparator.comparingInt(BackendProvider::rank).reversed())
            .toList();
    this.broken = List.copyOf(broken);
  }

  /**
   * The backends that {@link ServiceLoader} finds. Looked for once.
   *
   * @return the installed backends
   */
  public static Backends installed() {
    return Installed.BACKENDS;
  }

  /**
   * These backends.
   *
   * @param providers their providers
   * @return the backends
   */
  public static Backends of(List<BackendProvider> providers) {
    return new Backends(providers, List.of());
  }

  /** The backends an iterator of services yields, its failures kept as answers. */
  static Backends from(Iterator<BackendProvider> services) {
    List<BackendProvider> found = new ArrayList<>();
    Set<Answer> broken = new LinkedHashSet<>();
    Set<String> messages = new LinkedHashSet<>();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        // on the module path one failure can come twice
        if (messages.add(String.valueOf(e.getMessage()))) {
          broken.add(
              new Answer(
                  e.getClass().getSimpleName(),
                  new Availability.Unavailable(
                      "a backend's provider could not be loaded: " + e.getMessage(),
                      Optional.of(e),
                      false)));
        }
      }
    }
    return new Backends(found, List.copyOf(broken));
  }

  /**
   * What every backend answers.
   *
   * @return the answers, best backend first, providers that could not be loaded last
   */
  public List<Answer> report() {
    List<Answer> answers = new ArrayList<>();
    for (BackendProvider provider : providers) {
      answers.add(new Answer(provider.name(), ask(provider)));
    }
    answers.addAll(broken);
    return answers;
  }

  /**
   * What a backend uses here and what it misses. May load libraries to find out.
   *
   * @param name the backend's name
   * @return its components; none if it needs nothing beside the JVM, or no backend has this name
   */
  public List<Component> components(String name) {
    List<Component> components = new ArrayList<>();
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        components.addAll(componentsOf(provider));
      }
    }
    return components;
  }

  /** A provider that throws, against its contract, is a component that is not found. */
  private static List<Component> componentsOf(BackendProvider provider) {
    try {
      return provider.components();
    } catch (RuntimeException | LinkageError e) {
      return List.of(new Component(provider.name(), false, "asking failed: " + e));
    }
  }

  /**
   * Chooses by property and environment.
   *
   * @return the choice
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend cannot be used, or {@code auto} finds none
   */
  public Choice choose() {
    String property = System.getProperty(PROPERTY);
    if (property != null) {
      return choose("property " + PROPERTY, property);
    }
    String variable = System.getenv(VARIABLE);
    return variable != null && !variable.isBlank()
        ? choose("environment variable " + VARIABLE, variable)
        : choose("backend", AUTO);
  }

  /**
   * Chooses by name.
   *
   * @param request {@code auto} or a backend's name
   * @return the choice
   * @throws IllegalArgumentException if the request is no backend's name
   * @throws BackendException if the backend cannot be used, or {@code auto} finds none
   */
  public Choice choose(String request) {
    return choose("backend", request);
  }

  private Choice choose(String origin, String request) {
    String name = request.toLowerCase(Locale.ROOT);
    return name.equals(AUTO) ? best() : byName(origin, name, request);
  }

  private Choice best() {
    return best(providers, List.of())
        .orElseThrow(
            () -> {
              List<Answer> answers = report();
              return new BackendException(
                  "no backend is available; add tensorinit-cpu-fallback to the class path"
                      + lines(answers),
                  firstCause(answers));
            });
  }

  /** The first of these that is available. */
  private Optional<Choice> best(List<BackendProvider> candidates, List<Answer> better) {
    List<Answer> passedOver = new ArrayList<>(better);
    for (BackendProvider provider : candidates) {
      Availability availability = ask(provider);
      if (availability instanceof Availability.Available) {
        return Optional.of(new Choice(provider, true, List.copyOf(passedOver)));
      }
      passedOver.add(new Answer(provider.name(), availability));
    }
    return Optional.empty();
  }

  /**
   * What {@code auto} chooses where its choice cannot do the work.
   *
   * @param choice a choice of {@code auto}
   * @param reason why not, in one line
   * @param cause what was thrown, if anything
   * @return the next best choice
   * @throws BackendException if there is none
   */
  Choice after(Choice choice, String reason, Optional<Throwable> cause) {
    List<Answer> passedOver = new ArrayList<>(choice.passedOver());
    passedOver.add(
        new Answer(choice.provider().name(), new Availability.Unavailable(reason, cause, true)));
    int place = providers.indexOf(choice.provider());
    return best(providers.subList(place + 1, providers.size()), passedOver)
        .orElseThrow(
            () ->
                new BackendException(
                    "no backend can serve" + lines(passedOver), cause.orElse(null)));
  }

  private Choice byName(String origin, String name, String request) {
    Set<String> names = new LinkedHashSet<>(List.of(AUTO));
    names.addAll(KNOWN);
    for (BackendProvider provider : providers) {
      names.add(provider.name());
      if (provider.name().equals(name)) {
        return requireAvailable(provider);
      }
    }
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          origin + " must be one of " + String.join(", ", names) + ", was \"" + request + "\"");
    }
    throw new BackendException(
        "backend "
            + name
            + " is not installed; add the artifact that provides it to the class path"
            + lines(broken),
        firstCause(broken));
  }

  private Choice requireAvailable(BackendProvider provider) {
    Availability availability = ask(provider);
    if (availability instanceof Availability.Unavailable no) {
      throw new BackendException(
          "backend " + provider.name() + " cannot be used: " + no.reason(),
          no.cause().orElse(null));
    }
    return new Choice(provider, false, List.of());
  }

  /**
   * Opens a backend chosen by property and environment, with one host thread a processor, on the
   * first device, and logs as {@link #open(BackendOptions)}.
   *
   * @return the open backend; the caller closes it
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend cannot be used or opened, or {@code auto} finds none
   */
  public Backend open() {
    return open(BackendOptions.DEFAULT);
  }

  /**
   * Opens a backend chosen by property and environment, and logs one line where a better one was
   * passed over: as a warning if something that looks like its device was found, else for
   * debugging.
   *
   * @param options threads and device
   * @return the open backend; the caller closes it
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend cannot be used or opened, or {@code auto} finds none
   */
  public Backend open(BackendOptions options) {
    return open(choose(), options);
  }

  /**
   * Opens a backend chosen by name, and logs as {@link #open(BackendOptions)}.
   *
   * @param request {@code auto} or a backend's name
   * @param options threads and device
   * @return the open backend; the caller closes it
   * @throws IllegalArgumentException if the request is no backend's name
   * @throws BackendException if the backend cannot be used or opened, or {@code auto} finds none
   */
  public Backend open(String request, BackendOptions options) {
    return open(choose(request), options);
  }

  /**
   * Opens a backend that can do some work, chosen by property and environment, and logs as {@link
   * #open(BackendOptions)}: {@code open(options, model::refusal)} opens one that can fill the whole
   * model.
   *
   * @param options threads and device
   * @param refusal says why an open backend cannot do the work, in one line, or nothing if it can
   * @return the open backend; the caller closes it
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend refuses, cannot be used or opened, or {@code auto}
   *     finds none that can
   */
  public Backend open(BackendOptions options, Function<Backend, Optional<String>> refusal) {
    return logged(open(choose(), options, refusal));
  }

  private Backend open(Choice choice, BackendOptions options) {
    return logged(open(choice, options, anything -> Optional.empty()));
  }

  /** Says in the log why nothing better serves. */
  static Backend logged(Opened opened) {
    Level level = opened.choice().deviceSeen() ? Level.WARNING : Level.DEBUG;
    opened.choice().why().ifPresent(line -> System.getLogger("io.tensorinit").log(level, line));
    return opened.backend();
  }

  /**
   * Opens the chosen backend, if it can do some work; if it cannot, or cannot be opened, and {@code
   * auto} chose it, the next best that can. Nothing is filled, and nothing is logged.
   *
   * @param choice a choice among these backends
   * @param options threads and device
   * @param refusal says why an open backend cannot do the work, in one line, or nothing if it can;
   *     such as {@code model::refusal}
   * @return the open backend and the choice that led to it
   * @throws BackendException if the backend was asked for by name and refuses or cannot be opened,
   *     or if none can serve
   */
  public Opened open(
      Choice choice, BackendOptions options, Function<Backend, Optional<String>> refusal) {
    Backend backend;
    try {
      backend = choice.provider().open(options);
    } catch (BackendException e) {
      if (!choice.automatic()) {
        throw e;
      }
      return open(after(choice, e.getMessage(), Optional.of(e)), options, refusal);
    }
    Optional<String> reason = reasonOrClose(backend, refusal);
    if (reason.isEmpty()) {
      return new Opened(choice, backend);
    }
    backend.close();
    if (!choice.automatic()) {
      throw new BackendException("backend " + backend.name() + " " + reason.get());
    }
    return open(after(choice, reason.get(), Optional.empty()), options, refusal);
  }

  private static Optional<String> reasonOrClose(
      Backend backend, Function<Backend, Optional<String>> refusal) {
    try {
      return refusal.apply(backend);
    } catch (RuntimeException | Error e) {
      backend.close();
      throw e;
    }
  }

  /**
   * The backend of fills that name none: chosen by property and environment, opened with default
   * options when it is first needed, open until the JVM ends.
   *
   * @return the shared backend; not to be closed
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend cannot be used or opened, or {@code auto} finds none
   */
  public static Backend shared() {
    return Installed.SHARED.first();
  }

  /**
   * The shared backend for some work: {@link #shared()}, unless {@code auto} chose it and it cannot
   * do the work; then the next best that can.
   *
   * @param refusal says why an open backend cannot do the work, in one line, or nothing if it can;
   *     such as {@code model::refusal}
   * @return the shared backend; not to be closed
   * @throws IllegalArgumentException if the property or the variable is no backend's name
   * @throws BackendException if the backend cannot be used or opened, or {@code auto} finds none
   *     that can
   */
  public static Backend shared(Function<Backend, Optional<String>> refusal) {
    return Installed.SHARED.forWork(refusal);
  }

  private Availability ask(BackendProvider provider) {
    synchronized (asked) {
      return asked.computeIfAbsent(provider, Backends::askOnce);
    }
  }

  /** A provider that throws, against its contract, counts as unavailable. */
  private static Availability askOnce(BackendProvider provider) {
    try {
      return provider.availability();
    } catch (RuntimeException | LinkageError e) {
      return new Availability.Unavailable(
          "asking for its device failed: " + e, Optional.of(e), false);
    }
  }

  private static String line(Answer answer) {
    return answer.availability() instanceof Availability.Unavailable no
        ? answer.name() + ": " + no.reason()
        : answer.name() + ": available";
  }

  private static String lines(List<Answer> answers) {
    return answers.stream().map(a -> "; " + line(a)).collect(Collectors.joining());
  }

  private static @Nullable Throwable firstCause(List<Answer> answers) {
    for (Answer answer : answers) {
      if (answer.availability() instanceof Availability.Unavailable no && no.cause().isPresent()) {
        return no.cause().get();
      }
    }
    return null;
  }

  /** What is looked for once. */
  private static final class Installed {
    static final Backends BACKENDS = from(ServiceLoader.load(BackendProvider.class).iterator());

    static final SharedBackends SHARED = new SharedBackends(BACKENDS);

    private Installed() {}
  }
}
