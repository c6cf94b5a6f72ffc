package io.tensorinit.peer;

import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import java.util.Locale;

/** What every peer's orthogonal takes here: {@code method}, beside the peer's own parameters. */
public final class OrthogonalWords {
  /** How the matrix is formed. */
  public static final ConfigParameter METHOD =
      ConfigParameter.word("method", "stewart", "stewart", "qr");

  private static final String[] PAPERS = {Papers.SAXE, Papers.STEWART};

  private OrthogonalWords() {}

  /**
   * One line for an orthogonal.
   *
   * @param factor what it is multiplied by, such as {@code "gain "}; may be empty
   * @param axes which axis makes the columns or rows
   * @return the formula
   */
  public static String formula(String factor, String axes) {
    return factor + "Q, Q Haar distributed with Q^T Q = I, or Q Q^T = I where wide; " + axes;
  }

  /**
   * The papers on orthogonal weights.
   *
   * @return what {@link NameEntry.Builder#source} takes
   */
  public static String[] papers() {
    return PAPERS.clone();
  }

  /**
   * The method that a config says.
   *
   * @param config a config that declares {@link #METHOD}
   * @return the method
   * @throws IllegalArgumentException if it is none of the words
   */
  public static OrthogonalFill.Method method(Config config) {
    return OrthogonalFill.Method.valueOf(config.word(METHOD.name()).toUpperCase(Locale.ROOT));
  }

  /**
   * An orthogonal by the method that a config says.
   *
   * @param config a config that declares {@link #METHOD}
   * @param orthogonal the orthogonal
   * @return the same by that method
   * @throws IllegalArgumentException if it is none of the words
   */
  public static Orthogonal method(Config config, Orthogonal orthogonal) {
    return orthogonal.withMethod(method(config));
  }
}
