package io.tensorinit.cuda;

import io.tensorinit.Shape;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import java.util.Optional;

/**
 * Refuses, before anything is allocated or written, the one fill this backend has no kernel for:
 * orthogonal matrices by QR factorization, which cuSOLVER does.
 */
final class PlanLimits {
  private PlanLimits() {}

  /**
   * Why a plan cannot be filled, if so: it holds a QR factorization, at any depth, and cuSOLVER
   * cannot be used. Looks for it only then.
   *
   * @param plan the plan
   * @param libraries NVIDIA's libraries
   * @return the reason; empty if it can
   */
  static Optional<String> refusal(FillPlan plan, Libraries libraries) {
    if (!plan.contains(PlanLimits::isQr)) {
      return Optional.empty();
    }
    Libraries.Presence solver = libraries.find(Library.CUSOLVER);
    return solver.found()
        ? Optional.empty()
        : Optional.of(
            "method of an orthogonal fill must be stewart on the CUDA backend without cuSOLVER,"
                + " was qr; backend cpu has both ("
                + solver.detail()
                + ")");
  }

  /**
   * Refuses a plan that cannot be filled.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @param libraries NVIDIA's libraries
   * @throws IllegalArgumentException if it holds a QR factorization and cuSOLVER cannot be used, or
   *     cannot count the elements of a matrix
   */
  static void require(FillPlan plan, Shape shape, Libraries libraries) {
    refusal(plan, libraries)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
    requireSizes(plan, shape);
  }

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrix && matrix.method() == OrthogonalFill.Method.QR;
  }

  private static void requireSizes(FillPlan plan, Shape shape) {
    if (plan instanceof OrthogonalFill matrix) {
      long rows = matrix.view().rows(shape);
      long columns = matrix.view().columns(shape);
      if (isQr(plan) && !MatrixFormer.fitsSolver(rows, columns)) {
        throw new IllegalArgumentException(
            "a matrix by method qr must have at most "
                + Integer.MAX_VALUE
                + " elements on the CUDA backend, was "
                + rows
                + " x "
                + columns);
      }
    } else if (plan instanceof BlocksFill blocks) {
      for (int k = 0; k < blocks.blocks().size(); k++) {
        requireSizes(blocks.blocks().get(k), blocks.blockShape(shape, k));
      }
    } else if (plan instanceof OverlayFill overlay) {
      requireSizes(overlay.base(), shape);
      requireSizes(overlay.inside(), overlay.box().shape());
    } else {
      plan.subPlans().forEach(part -> requireSizes(part, shape));
    }
  }
}
