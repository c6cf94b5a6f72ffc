package io.tensorinit.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * An option or an argument of a command: what help says of it, and what was given. Described by
 * calls, not by annotations, which would be read by reflection in every start: some 30 ms.
 *
 * @param <T> what its text is read as
 */
final class Setting<T> {
  private final Class<T> type;
  private final Given given;
  private final ArgSpec spec;

  /** Where the parser puts what was given. */
  private static final class Given implements IGetter, ISetter {
    private @Nullable Object value;

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the parser's signature
    public <X> @Nullable X get() {
      return (X) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <X> @Nullable X set(X next) {
      Object before = value;
      value = next;
      return (X) before;
    }
  }

  private Setting(Class<T> type, Given given, ArgSpec spec) {
    this.type = type;
    this.given = given;
    this.spec = spec;
  }

  /** An option with a value. */
  static <T> Setting<T> option(Class<T> type, String label, String description, String... names) {
    return option(type, OptionSpec.builder(names).type(type).paramLabel(label), description);
  }

  /** An option that is there or not. */
  static Setting<Boolean> flag(String description, String... names) {
    return option(Boolean.class, OptionSpec.builder(names).type(boolean.class), description);
  }

  private static <T> Setting<T> option(
      Class<T> type, OptionSpec.Builder option, String description) {
    Given given = new Given();
    return new Setting<>(
        type, given, option.getter(given).setter(given).description(description).build());
  }

  /** An argument that must be given. */
  static <T> Setting<T> argument(Class<T> type, String index, String label, String description) {
    return argument(type, index, true, label, description);
  }

  /** An argument that may be left out. */
  static <T> Setting<T> optionalArgument(
      Class<T> type, String index, String label, String description) {
    return argument(type, index, false, label, description);
  }

  private static <T> Setting<T> argument(
      Class<T> type, String index, boolean required, String label, String description) {
    Given given = new Given();
    return new Setting<>(
        type,
        given,
        PositionalParamSpec.builder()
            .index(index)
            .arity(required ? "1" : "0..1")
            .required(required)
            .type(type)
            .paramLabel(label)
            .getter(given)
            .setter(given)
            .description(description)
            .build());
  }

  /** What the parser knows it by. */
  ArgSpec spec() {
    return spec;
  }

  /** What was given. */
  Optional<T> value() {
    return Optional.ofNullable(type.cast(given.value));
  }

  /** What was given, if anything was. */
  @Nullable T orNull() {
    return type.cast(given.value);
  }

  /** What was given of an argument that the parser requires. */
  T required() {
    return value().orElseThrow();
  }

  /** Whether a {@link #flag} was given. */
  boolean isSet() {
    return Boolean.TRUE.equals(given.value);
  }
}
