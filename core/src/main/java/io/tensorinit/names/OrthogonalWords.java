package io.tensorinit.names;

import io.tensorinit.DType;
import io.tensorinit.Initializer;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.spec.AsPeer;
import io.tensorinit.spec.Orthogonal;
import java.util.Locale;
import java.util.Set;

/** What every peer's orthogonal takes here: {@code method}, beside the peer's own parameters. */
final class OrthogonalWords {
  static final ConfigParameter METHOD = ConfigParameter.word("method", "stewart", "stewart", "qr");

  static final String FORMULA = "Haar distributed orthonormal columns, or rows where wide";

  private OrthogonalWords() {}

  static OrthogonalFill.Method method(Config config) {
    return OrthogonalFill.Method.valueOf(config.word(METHOD.name()).toUpperCase(Locale.ROOT));
  }

  static Orthogonal method(Config config, Orthogonal orthogonal) {
    return orthogonal.withMethod(method(config));
  }

  /** With the peer's refusal of dtypes where the peer was named. */
  static Initializer refusing(Config config, Initializer orthogonal, Set<DType> refused) {
    return config.prefix().isEmpty()
        ? orthogonal
        : new AsPeer(orthogonal, config.prefix().get(), refused);
  }
}
