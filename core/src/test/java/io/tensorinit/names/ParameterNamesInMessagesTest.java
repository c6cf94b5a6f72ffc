package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.tensorinit.Initializers;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.NameEntry;
import io.tensorinit.testkit.NamedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A refusal names the parameter as the config spells it, whatever the initializer below calls it.
 */
class ParameterNamesInMessagesTest {
  private static final List<Object> VALUES =
      List.of(-1, 0, 2, 1e-300, 1e300, -1e300, -3, 1L << 40, "x", List.of(-1), Map.of("a", 1));

  @Test
  void everyRefusalOfAValueNamesItsParameter() {
    List<String> wrong = new ArrayList<>();
    NamedSample.names()
        .forEach(
            entry -> {
              for (ConfigParameter parameter : entry.parameters()) {
                for (Object value : VALUES) {
                  Map<String, Object> config = NamedSample.complete(entry);
                  config.put(parameter.name(), value);
                  String message = refusal(entry, config);
                  if (!message.contains(parameter.name())) {
                    wrong.add(entry + " " + parameter.name() + "=" + value + ": " + message);
                  }
                }
              }
            });
    assertEquals("", String.join("\n", wrong));
  }

  /** Why nothing can be made of a config; its parameter's name where something can. */
  private static String refusal(NameEntry entry, Map<String, Object> config) {
    try {
      assertNotNull(Initializers.get(entry.toString(), config));
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
    return config.keySet().toString();
  }
}
