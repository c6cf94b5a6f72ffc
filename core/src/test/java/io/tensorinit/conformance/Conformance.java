package io.tensorinit.conformance;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The peers' behaviour as numbers: {@code conformance.json}, read from the peers' own source and by
 * running them (the file says which, case by case).
 */
public final class Conformance {
  private static final String RESOURCE = "/conformance.json";

  private Conformance() {}

  /** All rows, each expecting what the peer makes. */
  public static List<ConformanceCase> peerCases() {
    try (InputStream in = Conformance.class.getResourceAsStream(RESOURCE)) {
      Map<?, ?> document = (Map<?, ?>) JsonReader.read(in.readAllBytes());
      List<ConformanceCase> cases = new ArrayList<>();
      for (Object row : (List<?>) document.get("cases")) {
        cases.add(ConformanceCase.of((Map<?, ?>) row));
      }
      if (cases.size() != (Long) document.get("case_count")) {
        throw new IllegalStateException("the file does not hold the cases it counts");
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows; those that are decided differently expect what TensorInit makes. */
  public static List<ConformanceCase> cases() {
    return peerCases().stream()
        .map(row -> Divergence.of(row.id()).map(other -> row.expecting(other.expect())).orElse(row))
        .toList();
  }

  /** The count and the list of what is decided differently, for the test's output. */
  public static String summary(String half, long run) {
    StringBuilder text = new StringBuilder("Conformance, " + half + ": ");
    text.append(run).append(" of ").append(peerCases().size()).append(" cases run; of all, ");
    text.append(Divergence.ALL.size()).append(" are decided differently, ");
    text.append(Divergence.ALL.stream().filter(Divergence::byLaw).count());
    text.append(" of them because the law decides, the others because their own note calls the");
    text.append(" peer's behaviour a defect or quirk:");
    for (Divergence divergence : Divergence.ALL) {
      text.append("\n  ").append(divergence.byLaw() ? "[by law] " : "[by note] ");
      text.append(divergence.id()).append(": ").append(divergence.reason());
    }
    return text.toString();
  }
}
