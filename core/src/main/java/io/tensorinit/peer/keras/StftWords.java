package io.tensorinit.peer.keras;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigValues;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Stft;
import io.tensorinit.spec.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of Keras's STFT initializer, read and written. */
final class StftWords {
  private static final String WINDOWS =
      "a SciPy window's name, a list of a name and its parameters, a list of numbers, or null";

  /** How a window says that its centre is the middle; SciPy and JSON say null. */
  private static final double MIDDLE = Double.NaN;

  private StftWords() {}

  static Initializer stft(Config config) {
    Stft.Scaling scaling =
        config.isPresent("scaling")
            ? Stft.Scaling.valueOf(config.word("scaling").toUpperCase(Locale.ROOT))
            : Stft.Scaling.NONE;
    return new Stft(
        Stft.Side.valueOf(config.word("side").toUpperCase(Locale.ROOT)),
        window(config),
        scaling,
        config.flag("periodic"));
  }

  private static Optional<Window> window(Config config) {
    Object value = config.raw("window");
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String name) {
      return Optional.of(Window.named(name));
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      boolean named = list.get(0) instanceof String;
      double[] numbers =
          list.stream()
              .skip(named ? 1 : 0)
              .mapToDouble(element -> named && element == null ? MIDDLE : number(config, element))
              .toArray();
      return Optional.of(named ? Window.named((String) list.get(0), numbers) : Window.of(numbers));
    }
    throw config.refused("window", value, WINDOWS);
  }

  private static double number(Config config, Object element) {
    return ConfigValues.number(element)
        .filter(Double::isFinite)
        .orElseThrow(() -> config.refused("window", config.raw("window"), WINDOWS));
  }

  /** The parameters of an STFT in Keras's words. */
  static Map<String, @Nullable Object> config(Stft stft) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    config.put("side", stft.side().name().toLowerCase(Locale.ROOT));
    config.put("window", stft.window().map(StftWords::written).orElse(null));
    config.put(
        "scaling",
        stft.scaling() == Stft.Scaling.NONE
            ? null
            : stft.scaling().name().toLowerCase(Locale.ROOT));
    config.put("periodic", stft.periodic());
    return config;
  }

  private static Object written(Window window) {
    List<Object> numbers = new ArrayList<>();
    window.numbers().forEach(number -> numbers.add(number.isNaN() ? null : number));
    if (window.name().isEmpty()) {
      return numbers;
    }
    if (numbers.isEmpty()) {
      return window.name();
    }
    numbers.add(0, window.name());
    return numbers;
  }
}
