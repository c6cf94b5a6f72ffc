package io.tensorinit.spec;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows against SciPy's own, which are in kat/windows.csv with the command that made them. */
class WindowTest {
  /** SciPy and we round a few cosines each. */
  private static final double TOLERANCE = 2e-15;

  @ParameterizedTest
  @CsvFileSource(resources = "/kat/windows.csv")
  void isTheWindowOfScipy(
      String name, String parameters, int length, boolean periodic, String values) {
    double[] numbers = parameters == null ? new double[0] : numbers(parameters);
    assertArrayEquals(
        numbers(values), Window.named(name, numbers).values(length, periodic), TOLERANCE);
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" "))
        .map(t -> t.replace("nan", "NaN"))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hann", "han", "HANNING"})
  void knowsAliasesInAnyCase(String name) {
    assertEquals(Window.named("hann"), Window.named(name));
  }

  @Test
  void refusesWhatIsNoWindow() {
    assertRefused(
        "window must be one of boxcar, triang, bartlett, hann, hamming, general_hamming, blackman,"
            + " blackmanharris, nuttall, flattop, general_cosine, barthann, bohman, parzen, cosine,"
            + " lanczos, tukey, kaiser, gaussian, general_gaussian, exponential, was \"hahn\"",
        () -> Window.named("hahn"));
    assertRefused("window kaiser takes 1 parameters, was []", () -> Window.named("kaiser"));
    assertRefused("window hann takes 0 parameters, was [1.0]", () -> Window.named("hann", 1));
    assertRefused(
        "window general_cosine takes one or more parameters, was []",
        () -> Window.named("general_cosine"));
    assertRefused(
        "window gaussian needs finite parameters, was [NaN]",
        () -> new Window("gaussian", List.of(Double.NaN)));
    assertRefused(
        "window exponential takes a centre in its periodic form only, was 2.0",
        () -> Window.named("exponential", 2, 3).values(5, false));
    assertRefused(
        "window must have one value for each of the 4 points of the frame, was 3",
        () -> Window.of(1, 2, 3).values(4, false));
  }
}
