package io.tensorinit.cuda;

import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;

/** Refuses, before anything is written, the one plan this backend has no kernel for. */
final class PlanLimits {
  private PlanLimits() {}

  /**
   * Refuses a plan that holds an orthogonal fill by QR factorization, at any depth.
   *
   * @param plan the plan
   * @throws IllegalArgumentException if it does
   */
  static void require(FillPlan plan) {
    if (plan.contains(PlanLimits::isQr)) {
      throw new IllegalArgumentException(
          "method of an orthogonal fill must be stewart on the CUDA backend, was qr; backend cpu"
              + " has both");
    }
  }

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrix && matrix.method() == OrthogonalFill.Method.QR;
  }
}
