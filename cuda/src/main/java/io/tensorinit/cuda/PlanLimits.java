package io.tensorinit.cuda;

import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;
import java.util.Optional;

/** Refuses, before anything is written, the one plan this backend has no kernel for. */
final class PlanLimits {
  private PlanLimits() {}

  /**
   * Why a plan cannot be filled, if so: it holds an orthogonal fill by QR factorization, at any
   * depth.
   *
   * @param plan the plan
   * @return the reason; empty if it can
   */
  static Optional<String> refusal(FillPlan plan) {
    return plan.contains(PlanLimits::isQr)
        ? Optional.of(
            "method of an orthogonal fill must be stewart on the CUDA backend, was qr; backend cpu"
                + " has both")
        : Optional.empty();
  }

  /**
   * Refuses a plan that cannot be filled.
   *
   * @param plan the plan
   * @throws IllegalArgumentException if it cannot
   */
  static void require(FillPlan plan) {
    refusal(plan)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
  }

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrix && matrix.method() == OrthogonalFill.Method.QR;
  }
}
