package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The element law still gives the known answers, of every sample in every dtype. */
class FillAnswersTest {
  @Test
  void theElementLawGivesTheKnownAnswers() {
    for (FillAnswers.Row row : FillAnswers.rows()) {
      assertEquals(row.bits(), bits(row), row::toString);
    }
  }

  @Test
  void everyPlanAndDtypeIsThere() {
    Set<String> seen = new HashSet<>();
    FillAnswers.rows()
        .forEach(row -> seen.add(row.sample().plan().getClass().getSimpleName() + row.dtype()));
    // All 18 plans but the orthogonal one, which is not elementwise.
    assertEquals(17 * DType.values().length, seen.size());
  }

  private static List<Long> bits(FillAnswers.Row row) {
    List<Long> bits = new ArrayList<>();
    int parts = row.dtype().partCount();
    for (int i = 0; i < row.bits().size(); i++) {
      bits.add(
          ElementLaw.bits(
              row.sample().plan(),
              row.sample().shape(),
              row.dtype(),
              row.key(),
              row.start() + i / parts,
              i % parts));
    }
    return bits;
  }
}
