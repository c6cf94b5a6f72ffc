package io.tensorinit.weights;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Comparison;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.Interruption;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.json.MessageText;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.Rule;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A model's values in memory. A parameter takes memory and is filled when its values are first
 * asked for, with the values that a fill of the whole model gives; then they can be overwritten.
 *
 * <pre>{@code
 * var weights = Weights.of(model);
 * weights.apply("2.weight", constant(42));
 * weights.values("0.weight").add(1).set(42, 0, 0);
 * float[] head = weights.values("2.weight").floats();
 * }</pre>
 *
 * <p>A parameter is <em>uninitialized</em> until it is filled, read or overwritten, and again when
 * an initializer is applied to it, or when the work on its values failed: what is half-written is
 * never seen. A tied parameter is another name of the same values.
 *
 * <p>Safe for use by several threads: what is done with one parameter's values is done by one
 * thread at a time, and two that read an unfilled parameter fill it once. Memory lies outside of
 * Java's heap (its limit is {@code -XX:MaxDirectMemorySize}, else {@code -Xmx}), where tensors may
 * have more than 2^31 bytes; {@link #close} gives it back, and so does the garbage collector.
 */
public final class Weights implements AutoCloseable {
  private final ParameterMemory memory;
  private final Map<String, ParameterValues> values = new LinkedHashMap<>();
  private final Listeners listeners = new Listeners();
  private volatile Model model;
  private volatile boolean closed;

  private Weights(ParameterMemory memory, Model model) {
    this.memory = memory;
    this.model = model;
    for (String name : model.names()) {
      if (!model.ties().containsKey(name)) {
        values.put(name, new ParameterValues(this, name));
      }
    }
  }

  /**
   * A store in memory of the host, filled by the shared backend that can.
   *
   * @param model the model; shapes may come {@linkplain #giveShape later}
   * @return the store, all of it uninitialized
   * @throws BackendException if no backend can fill it
   */
  public static Weights of(Model model) {
    return of(model, Backends.shared(model::refusal));
  }

  /**
   * A store in memory of the host.
   *
   * @param model the model; shapes may come {@linkplain #giveShape later}
   * @param backend what fills, which stays open as long as the store is used
   * @return the store, all of it uninitialized
   * @throws BackendException if the backend cannot fill one of the parameters
   */
  public static Weights of(Model model, Backend backend) {
    return in(new HostMemory(backend), model);
  }

  /**
   * A store in other memory.
   *
   * @param memory the memory, empty, which closes with the store
   * @param model the model; shapes may come {@linkplain #giveShape later}
   * @return the store, all of it uninitialized
   * @throws BackendException if the memory's backend cannot fill one of the parameters
   */
  public static Weights in(ParameterMemory memory, Model model) {
    requireFilledBy(memory.backend(), model);
    return new Weights(memory, model);
  }

  private static void requireFilledBy(Backend backend, Model model) {
    Optional<String> reason = model.refusal(backend);
    if (reason.isPresent()) {
      throw new BackendException("backend " + backend.name() + " " + reason.get());
    }
  }

  /**
   * The model whose values these are, with what was applied and the shapes that were given.
   *
   * @return the model as it is now
   */
  public Model model() {
    return model;
  }

  /**
   * The values of a parameter.
   *
   * @param name its name, or one that is tied to it
   * @return the values; nothing is filled yet
   * @throws IllegalArgumentException if the model has no such parameter
   */
  public ParameterValues values(String name) {
    ParameterValues its = values.get(model.ties().getOrDefault(name, name));
    if (its == null) {
      throw new IllegalArgumentException(
          "the model has no parameter " + MessageText.quoted(String.valueOf(name)));
    }
    return its;
  }

  /**
   * Gives parameters the values they begin with.
   *
   * @param scope all of them, or those without values only
   * @throws IllegalStateException if a shape is not known yet, or the store is closed; nothing is
   *     filled then
   * @throws BackendException if memory runs out or the device fails; of those it was to fill, the
   *     ones that were not set are uninitialized then
   */
  public void initialize(FillScope scope) {
    Model whole = model;
    whole.parameters();
    withLocks(
        List.copyOf(values.values()),
        () ->
            fill(
                values.values().stream()
                    .filter(its -> scope == FillScope.ALL || !its.isInitialized())
                    .toList()));
  }

  /**
   * Applies an initializer to parameters by name: they are uninitialized again, and filled with it
   * when they are next asked for, from the streams they had.
   *
   * @param match a {@link io.tensorinit.recipe.Glob} over whole names
   * @param initializer the initializer
   * @return the names of the parameters it was applied to
   * @throws IllegalArgumentException as {@link #apply(Rule)}, or if the pattern is malformed
   */
  public List<String> apply(String match, Initializer initializer) {
    return apply(Rule.match(match).init(initializer));
  }

  /**
   * Applies a rule, as {@link Model#apply(Rule)} does: the parameters it matches are uninitialized
   * again, and filled by it when they are next asked for, from the streams they had.
   *
   * @param rule the rule, which gives an initializer
   * @return the names of the parameters it was applied to
   * @throws IllegalArgumentException as {@link Model#apply(Rule)}; nothing is changed then
   * @throws IllegalStateException if the store is closed
   * @throws BackendException if the backend cannot fill one of them; nothing is changed then
   */
  public synchronized List<String> apply(Rule rule) {
    List<String> names = model.matching(rule);
    change(model.apply(rule), names);
    return names;
  }

  /**
   * Applies a function that chooses initializers, as {@link #apply(Rule)} does.
   *
   * @param choice gives a parameter an initializer, or leaves it as it is
   * @return the names of the parameters that were given one
   * @throws IllegalArgumentException if an initializer refuses its parameter; nothing is changed
   * @throws IllegalStateException if a shape is not known yet, or the store is closed
   * @throws BackendException if the backend cannot fill one of them; nothing is changed then
   */
  public synchronized List<String> apply(Function<Parameter, Optional<Initializer>> choice) {
    Map<String, Initializer> chosen = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      choice.apply(parameter).ifPresent(init -> chosen.put(parameter.name(), init));
    }
    change(model.withInitializers(chosen), chosen.keySet());
    return List.copyOf(chosen.keySet());
  }

  /** Takes another model, in which some parameters have other initializers. */
  private void change(Model changed, Collection<String> names) {
    requireFilledBy(memory.backend(), changed);
    List<ParameterValues> some = names.stream().map(this::values).toList();
    withLocks(
        some,
        () -> {
          model = changed;
          some.forEach(ParameterValues::forget);
        });
  }

  /**
   * Gives a parameter the shape that was not known before.
   *
   * @param name its name
   * @param shape its whole shape
   * @throws IllegalArgumentException as {@link Model#withShape}; nothing is changed then
   * @throws BackendException if the backend cannot fill what is decided now; nothing is changed
   *     then
   */
  public void giveShape(String name, Shape shape) {
    giveShapes(Map.of(name, shape));
  }

  /**
   * Gives parameters the shapes that were not known before.
   *
   * @param shapes names and whole shapes
   * @throws IllegalArgumentException as {@link Model#withShapes}; nothing is changed then
   * @throws BackendException if the backend cannot fill what is decided now; nothing is changed
   *     then
   */
  public synchronized void giveShapes(Map<String, Shape> shapes) {
    Model changed = model.withShapes(shapes);
    requireFilledBy(memory.backend(), changed);
    model = changed;
  }

  /**
   * The model whose values are what is in memory now: parameters that have values are given by
   * them, the others by their initializers. With {@link #backend} it takes this store wherever a
   * model is taken: {@code Checkpoints.write(weights.current(), folder, weights.backend())}. Values
   * are read when it is filled, not before; do not overwrite them meanwhile.
   *
   * @return the model
   * @throws IllegalStateException if a shape is not known yet
   */
  public Model current() {
    Map<String, Initializer> given = new LinkedHashMap<>();
    for (Parameter parameter : model.parameters()) {
      ParameterValues its = values(parameter.name());
      if (its.isInitialized()) {
        given.put(parameter.name(), new StoredElements(its));
      }
    }
    return model.withInitializers(given);
  }

  /**
   * What fills {@link #current}: copies the values that are here, and has the store's backend fill
   * the rest.
   *
   * @return a backend that is good until the store is closed, and need not be closed
   */
  public Backend backend() {
    return new StoredBackend(memory.backend());
  }

  /**
   * Writes all values to a new file: those that are here as they are; others are filled into the
   * file and stay uninitialized here. The file appears whole or not at all.
   *
   * @param file the file; its name ends in {@code .safetensors} or {@code .npz}
   * @throws IllegalArgumentException if the file's kind is unknown or it cannot hold the model;
   *     nothing was written then
   * @throws IllegalStateException if a shape is not known yet, or the store is closed
   * @throws IOException if the file cannot be written; a {@link java.io.InterruptedIOException} if
   *     this thread was interrupted
   * @throws BackendException if the device or the memory fails
   */
  public void write(Path file) throws IOException {
    requireOpen();
    Checkpoints.write(current(), file, backend(), listeners);
  }

  /**
   * Compares the values with a file, bit for bit: those that are here as they are, others as a fill
   * gives them.
   *
   * @param file the file
   * @return the first difference, if any
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IllegalStateException if a shape is not known yet, or the store is closed
   * @throws IOException if the file cannot be read
   * @throws BackendException if the device or the memory fails
   */
  public Comparison verify(Path file) throws IOException {
    requireOpen();
    return Checkpoints.verify(current(), file, backend(), listeners);
  }

  /**
   * Takes the values that a file or folder holds; shapes that are not known yet, too. Parameters
   * that it lacks stay as they are, so that what a partial checkpoint lacks is filled when it is
   * asked for.
   *
   * @param file a checkpoint
   * @throws IllegalArgumentException if it holds a tensor that the model does not know, or one of
   *     another dtype or shape; nothing is changed then
   * @throws MalformedCheckpointException if it is no checkpoint, or a broken one, or holds other
   *     values for a tied parameter than for the one it is tied to
   * @throws IllegalStateException if a shape stays unknown that a tensor's initializer follows
   *     from, or the store is closed
   * @throws IOException if it cannot be read; the parameter that was being read is uninitialized; a
   *     {@link java.io.InterruptedIOException} if this thread was interrupted
   * @throws BackendException if memory runs out
   */
  public void load(Path file) throws IOException {
    requireOpen();
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      new WeightsLoader(this, reader).load();
    } catch (ClosedChannelException e) {
      throw Interruption.told(e, "cannot read " + file);
    }
  }

  /**
   * Adds a listener. Each time parameters are filled, be it because they are read, it hears how
   * many bytes that is, how far it has come, and each parameter as it is set.
   *
   * @param listener is called in the threads that fill, and must not use the store itself
   */
  public void addListener(Progress listener) {
    listeners.add(listener);
  }

  /**
   * Removes a listener.
   *
   * @param listener the listener; one that was not added is passed over
   */
  public void removeListener(Progress listener) {
    listeners.remove(listener);
  }

  ParameterMemory memory() {
    return memory;
  }

  /** Fills parameters, in memory that this thread has locked. */
  void fill(List<ParameterValues> some) {
    List<Parameter> parameters = some.stream().map(ParameterValues::parameter).toList();
    some.forEach(ParameterValues::forget);
    if (!parameters.isEmpty()) {
      listeners.begin(parameters.stream().mapToLong(Parameter::bytes).sum());
      memory.fill(parameters, new Settling());
    }
  }

  /** Does something while no other thread uses some parameters. */
  private void withLocks(List<ParameterValues> some, Runnable work) {
    int locked = 0;
    try {
      for (; locked < some.size(); locked++) {
        some.get(locked).lock();
      }
      requireOpen();
      work.run();
    } finally {
      while (locked > 0) {
        some.get(--locked).unlock();
      }
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the weights are closed");
    }
  }

  /**
   * Waits for what other threads do with the values, and gives their memory back. The backend stays
   * open. Closing again does nothing.
   */
  @Override
  public void close() {
    List<ParameterValues> all = List.copyOf(values.values());
    all.forEach(ParameterValues::lock);
    try {
      if (!closed) {
        closed = true;
        memory.close();
      }
    } finally {
      all.forEach(ParameterValues::unlock);
    }
  }

  /** Notes that parameters are set, and lets the listeners hear. */
  private final class Settling implements Progress {
    @Override
    public void advance(long bytes) {
      listeners.advance(bytes);
    }

    @Override
    public void finished(Parameter parameter) {
      values(parameter.name()).settle();
      listeners.finished(parameter);
    }
  }

  /** Several listeners as one. */
  private static final class Listeners implements Progress {
    private final List<Progress> all = new CopyOnWriteArrayList<>();

    void add(Progress listener) {
      all.add(Objects.requireNonNull(listener, "listener"));
    }

    void remove(Progress listener) {
      all.remove(listener);
    }

    @Override
    public void begin(long bytes) {
      all.forEach(listener -> listener.begin(bytes));
    }

    @Override
    public void advance(long bytes) {
      all.forEach(listener -> listener.advance(bytes));
    }

    @Override
    public void finished(Parameter parameter) {
      all.forEach(listener -> listener.finished(parameter));
    }
  }
}
