package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No bit of any value may change under one stream version. */
class KnownAnswersTest {
  static Set<String> tables() {
    return MakeKnownAnswers.tables().keySet();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyTableIsReproducedToTheLastBit(String name) throws IOException {
    List<String> made = MakeKnownAnswers.tables().get(name).get();
    try (InputStream in = KnownAnswersTest.class.getResourceAsStream("/kat/" + name + ".csv")) {
      List<String> kept = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertEquals(String.join("\n", kept), String.join("\n", made));
    }
  }
}
