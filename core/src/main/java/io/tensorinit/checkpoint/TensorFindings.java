package io.tensorinit.checkpoint;

import io.tensorinit.checkpoint.Finding.Kind;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.PlannedDistribution;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the statistics of one tensor tell. */
final class TensorFindings {
  private static final Set<String> FORM = Set.of("dtype", "shape");
  private static final Set<String> VALUES = Set.of("mean", "std", "min", "max");

  /** The share of zeros from which rounding is to blame, and the planned share up to which. */
  private static final double MANY_ZEROS = 0.1;

  private static final double FEW_ZEROS = 0.01;
  private static final int NARROW_BITS = 16;
  private static final int HUNDRED = 100;
  private static final double LEAST_PLAIN = 1e-4;
  private static final double MOST_PLAIN = 1e7;
  private static final MathContext DIGITS = new MathContext(3);

  private final PlannedTensor tensor;
  private final List<Finding> findings = new ArrayList<>();

  TensorFindings(PlannedTensor tensor) {
    this.tensor = tensor;
  }

  /** What was found. */
  List<Finding> list() {
    if (tensor.outside().contains("missing")) {
      tensor
          .planned()
          .ifPresent(
              planned ->
                  add(
                      Kind.MISSING,
                      "planned "
                          + planned.dtype()
                          + " "
                          + planned.shape()
                          + ", "
                          + planned.initializerLabel()));
    }
    if (tensor.outside().contains("extra")) {
      add(Kind.EXTRA, "no parameter of this name");
    }
    if (tensor.outside().stream().anyMatch(FORM::contains)) {
      tensor.planned().ifPresent(this::otherForm);
    }
    tensor.found().filter(TensorStatistics::hasValues).ifPresent(this::values);
    return findings;
  }

  private void add(Kind kind, String text) {
    findings.add(new Finding(kind, List.of(tensor.name()), text));
  }

  private void otherForm(Parameter planned) {
    tensor
        .found()
        .ifPresent(
            found ->
                add(
                    Kind.OTHER_FORM,
                    found.tensor().dtype()
                        + " "
                        + found.tensor().shape()
                        + ", planned "
                        + planned.dtype()
                        + " "
                        + planned.shape()));
  }

  private void values(TensorStatistics found) {
    if (found.nan() > 0) {
      add(Kind.NAN, share(found.nan(), found));
    }
    boolean infinite = found.infinite() > 0 && !isPlanned(TensorFindings::isInfinite);
    if (infinite) {
      add(Kind.INFINITE, share(found.infinite(), found));
    }
    if (isNarrow(found) && found.largest() > 0 && !reachesEnd()) {
      add(Kind.SATURATED, share(found.largest(), found) + " at the end of the type's range");
    }
    if (found.count() > 0 && !isDead(found)) {
      if (!infinite) {
        offPlan();
      }
      roundedToZero(found);
    }
  }

  /** Reports values that are all alike; whether they are, and should not be. */
  private boolean isDead(TensorStatistics found) {
    boolean zeros = found.zeros() == found.count();
    boolean alike = found.min() == found.max() && found.nan() == 0 && found.infinite() == 0;
    boolean single = found.count() == 1;
    boolean isDtype = found.tensor().type().dtype().isPresent();
    boolean expected =
        tensor
            .planned()
            .map(planned -> single || planned.moments().std().orElse(1) == 0)
            .orElse(single || !isDtype || found.tensor().shape().rank() < 2);
    if (!(zeros || alike) || expected) {
      return false;
    }
    String planned =
        tensor
            .planned()
            .map(Parameter::moments)
            .map(Moments::std)
            .filter(std -> std.isPresent())
            .map(std -> ", planned std " + number(std.getAsDouble()))
            .orElse("");
    if (zeros) {
      add(Kind.ALL_ZERO, "all " + grouped(found.count()) + " values are 0" + planned);
    } else {
      add(
          Kind.ONE_VALUE,
          "all " + grouped(found.count()) + " values are " + number(found.min()) + planned);
    }
    return true;
  }

  private void offPlan() {
    List<String> off = tensor.outside().stream().filter(VALUES::contains).toList();
    if (!off.isEmpty()) {
      add(Kind.OFF_PLAN, off.stream().map(this::described).collect(Collectors.joining("; ")));
    }
  }

  private String described(String what) {
    Optional<OptionalDouble> found = tensor.found().map(f -> OptionalDouble.of(found(what, f)));
    Optional<OptionalDouble> planned = tensor.planned().map(p -> planned(what, p.moments()));
    return what + " " + number(found) + ", planned " + number(planned);
  }

  private static double found(String what, TensorStatistics found) {
    switch (what) {
      case "mean":
        return found.mean();
      case "std":
        return found.std();
      case "min":
        return found.min();
      default:
        return found.max();
    }
  }

  private static OptionalDouble planned(String what, Moments law) {
    switch (what) {
      case "mean":
        return law.mean();
      case "std":
        return law.std();
      case "min":
        return law.min();
      default:
        return law.max();
    }
  }

  private static String number(Optional<OptionalDouble> value) {
    return number(value.orElse(OptionalDouble.empty()).orElse(Double.NaN));
  }

  private void roundedToZero(TensorStatistics found) {
    if (isNarrow(found)
        && found.zeros() >= MANY_ZEROS * found.count()
        && tensor.planned().flatMap(TensorFindings::zeros).orElse(1.0) < FEW_ZEROS) {
      add(
          Kind.ROUNDED_TO_ZERO,
          share(found.zeros(), found) + " are too small for " + found.tensor().dtype());
    }
  }

  /** The probability that a plan makes a zero, before rounding. */
  private static Optional<Double> zeros(Parameter planned) {
    return PlannedDistribution.of(planned.plan(), planned.shape(), planned.dtype())
        .map(law -> law.upTo(0) - law.below(0));
  }

  private boolean isPlanned(Predicate<FillPlan> kind) {
    return tensor.planned().map(planned -> planned.plan().contains(kind)).orElse(false);
  }

  private static boolean isInfinite(FillPlan plan) {
    return plan instanceof ConstantFill constant && Double.isInfinite(constant.value());
  }

  /** Whether the plan itself goes to the end of the type. */
  private boolean reachesEnd() {
    return tensor
        .planned()
        .map(
            planned -> {
              Moments law = planned.moments();
              double reach = Math.max(Math.abs(law.min().orElse(0)), Math.abs(law.max().orElse(0)));
              StoredPrecision precision = StoredPrecision.of(planned.dtype());
              return Math.abs(precision.stored(reach)) >= planned.dtype().maxValue();
            })
        .orElse(false);
  }

  private static boolean isNarrow(TensorStatistics found) {
    return found.tensor().type().dtype().isPresent() && found.tensor().type().bits() <= NARROW_BITS;
  }

  /** How many of a tensor's elements: {@code 12 of 4,000 values (0.3%)}. */
  private static String share(long number, TensorStatistics found) {
    return grouped(number)
        + " of "
        + grouped(found.count())
        + " values ("
        + number((double) number / found.count() * HUNDRED)
        + "%)";
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "none" : value > 0 ? "inf" : "-inf";
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    boolean plain = value == 0 || (Math.abs(value) >= LEAST_PLAIN && Math.abs(value) < MOST_PLAIN);
    return plain ? rounded.toPlainString() : rounded.toString();
  }
}
