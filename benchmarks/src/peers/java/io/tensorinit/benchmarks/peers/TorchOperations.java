package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;
import static io.tensorinit.benchmarks.peers.Operation.VALUE;

/**
 * What the functions of {@code torch.nn.init} do to a tensor, call by call: the body of a method
 * about {@code t}, see {@link TorchScript#of}.
 */
final class TorchOperations {
  /** All of {@code orthogonal_}: normal numbers, QR, signs, copy and gain. */
  static final String ORTHOGONAL =
      """
      rows = torch.size(t, 0)
      cols = torch.floordiv(torch.numel(t), rows)
      f = torch.normal_(torch.empty([rows, cols]))
      if torch.lt(rows, cols):
        f0 = torch.t_(f)
      else:
        pass
      q, r = torch.linalg_qr(f)
      q0 = torch.mul_(q, torch.sign(torch.diag(r)))
      if torch.lt(rows, cols):
        q1 = torch.t_(q0)
      else:
        pass
      c = torch.copy_(torch.view_as(t, q0), q0)
      g = torch.mul_(t, 1.)
      """;

  /** {@code 2 Phi(2) - 1}, up to where the uniform numbers of a truncated normal lie. */
  private static final double WITHIN_TWO_STD = 0.9544997361036416;

  private TorchOperations() {}

  static String of(Operation operation, int rows) {
    return switch (operation) {
      case CONSTANT -> "f = torch.fill_(t, " + VALUE + ")\n";
      case UNIFORM -> "f = torch.uniform_(t, " + -BOUND + ", " + BOUND + ")\n";
      case NORMAL, BF16_NORMAL -> normal();
      case TRUNCATED_NORMAL -> truncatedNormal();
      case SPARSE -> normal() + zeros(Operation.zeros(rows));
    };
  }

  private static String normal() {
    return "f = torch.normal_(t, 0., " + STD + ")\n";
  }

  /** {@code trunc_normal_}, but for its check of mean and bounds. */
  private static String truncatedNormal() {
    return String.join(
        "\n",
        "u = torch.uniform_(t, " + -WITHIN_TWO_STD + ", " + WITHIN_TWO_STD + ")",
        "e = torch.erfinv_(t)",
        "m = torch.mul_(t, " + STD * Math.sqrt(2) + ")",
        "a = torch.add_(t, 0.)",
        "c = torch.clamp_(t, " + -2 * STD + ", " + 2 * STD + ")",
        "");
  }

  /** The loop of {@code sparse_}, without Python around it. */
  private static String zeros(int count) {
    return String.join(
        "\n",
        "rows = torch.size(t, 0)",
        "columns = torch.size(t, 1)",
        "for i in range(columns):",
        "  p = torch.randperm(rows)",
        "  z = torch.slice(p, 0, 0, " + count + ")",
        "  v = torch.select(t, 1, i)",
        "  o = torch.index_put_(v, annotate(List[Optional[Tensor]], [z]), torch.tensor(0.))",
        "");
  }
}
