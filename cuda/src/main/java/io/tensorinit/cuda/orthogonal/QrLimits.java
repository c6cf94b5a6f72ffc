package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Refuses, before anything is allocated or written, the one fill this backend has no kernel for:
 * orthogonal matrices by QR factorization, which cuSOLVER does.
 */
public final class QrLimits {
  private QrLimits() {}

  /**
   * Why a plan cannot be filled, if so: it holds a QR factorization, at any depth, and cuSOLVER
   * cannot be used, or cannot count the elements of a matrix. Looks for it only then.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @param libraries NVIDIA's libraries
   * @return the reason; empty if it can
   */
  public static Optional<String> refusal(FillPlan plan, Shape shape, Libraries libraries) {
    if (!plan.contains(QrLimits::isQr)) {
      return Optional.empty();
    }
    Libraries.Presence solver = libraries.find(Library.CUSOLVER);
    return solver.found()
        ? tooLarge(plan, shape)
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
   * @throws IllegalArgumentException if it cannot, with the reason
   */
  public static void require(FillPlan plan, Shape shape, Libraries libraries) {
    refusal(plan, shape, libraries)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
  }

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrix && matrix.method() == OrthogonalFill.Method.QR;
  }

  private static Optional<String> tooLarge(FillPlan plan, Shape shape) {
    if (plan instanceof OrthogonalFill matrix) {
      long rows = matrix.view().rows(shape);
      long columns = matrix.view().columns(shape);
      return !isQr(plan) || MatrixFormer.fitsLibrary(rows, columns)
          ? Optional.empty()
          : Optional.of(
              "a matrix by method qr must have at most "
                  + Integer.MAX_VALUE
                  + " elements on the CUDA backend, was "
                  + rows
                  + " x "
                  + columns);
    }
    if (plan instanceof BlocksFill blocks) {
      return first(
          IntStream.range(0, blocks.blocks().size())
              .mapToObj(k -> tooLarge(blocks.blocks().get(k), blocks.blockShape(shape, k))));
    }
    if (plan instanceof OverlayFill overlay) {
      return tooLarge(overlay.base(), shape)
          .or(() -> tooLarge(overlay.inside(), overlay.box().shape()));
    }
    return first(plan.subPlans().stream().map(inner -> tooLarge(inner, shape)));
  }

  private static Optional<String> first(Stream<Optional<String>> reasons) {
    return reasons.flatMap(Optional::stream).findFirst();
  }
}
