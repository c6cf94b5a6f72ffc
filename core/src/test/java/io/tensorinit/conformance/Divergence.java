package io.tensorinit.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row that TensorInit decides differently on purpose.
 *
 * @param id the row's id
 * @param reason why: the peer's defect or quirk, or the sentence of the law that leaves no choice
 * @param byLaw whether the law decides, rather than the row's own note calling it a defect or quirk
 * @param expect what TensorInit makes, in the row's terms
 */
record Divergence(String id, String reason, boolean byLaw, Map<String, Object> expect) {
  private static final String COMPLEX =
      "law: \"each with half of the variance that was promised ... uniform of half-width sqrt(3 V /"
          + " 2) in each part; truncated cuts each part at +-2 of its own standard deviations\"";

  static final List<Divergence> ALL =
      List.of(
          new Divergence(
              "jax.variance_scaling.complex_uniform",
              COMPLEX + "; JAX draws from a disk of the same variance",
              true,
              Map.of("mean_abs_sq", 0.015625, "max", 0.1530931089)),
          new Divergence(
              "jax.variance_scaling.complex_truncated",
              COMPLEX + "; JAX cuts the modulus and misses the variance by 1.87 %",
              true,
              Map.of("mean_abs_sq", 0.015625, "max", 0.200968097)),
          new Divergence(
              "lux.kaiming_uniform.complex",
              COMPLEX + "; Lux has four times the variance, as its glorot_normal.complex row says",
              true,
              Map.of("fan_in", 64L, "fan_out", 32L, "mean_abs_sq", 0.03125)),
          new Divergence(
              "lux.glorot_normal.complex",
              "peer quirk: four times the variance that was promised",
              false,
              Map.of("fan_in", 64L, "fan_out", 32L, "mean_abs_sq", 1.0 / 48)),
          new Divergence(
              "jax.variance_scaling.negative_scale",
              "law: \"NaN ...: an error\", which the std sqrt(-1 / n) is, so a scale must be positive;"
                  + " JAX makes a tensor of NaN, which is no initialization",
              true,
              Map.of("error", "scale must be above 0")),
          new Divergence(
              "lux.orthogonal.nd_wide_shape_bug",
              "peer defect: a wide tensor of more than two axes comes back as a matrix",
              false,
              Map.of("matrix", List.of(4L, 5L), "gram", "rows", "gain", 1.0)),
          new Divergence(
              "lux.rnn_cell.default",
              "peer defect: documented as U(+-1/sqrt(hidden)), drawn as a shifted normal",
              false,
              Map.of("mean", 0.0, "min", -0.2236067977, "max", 0.2236067977)),
          new Divergence(
              "lux.bilinear_layer.default",
              "peer defect: documented as uniform, drawn as a shifted normal",
              false,
              Map.of("mean", 0.0, "min", -0.5773502692, "max", 0.5773502692)),
          new Divergence(
              "tfjava.glorot_uniform.dense",
              "peer defect: the draw from [0, 1) is never centred, all weights are positive",
              false,
              Map.of(
                  "mean",
                  0.0,
                  "std",
                  0.1443375673,
                  "min",
                  -0.25,
                  "max",
                  0.25,
                  "fan_in",
                  64L,
                  "fan_out",
                  32L)),
          new Divergence(
              "tfjava.he_normal.conv_fans",
              "peer defect: the receptive field counts the input channels twice",
              false,
              Map.of("mean", 0.0, "std", 0.1178511302, "fan_in", 144L, "fan_out", 288L)),
          new Divergence(
              "tfjava.orthogonal.nd_shape",
              "peer defect: the result is not reshaped back",
              false,
              Map.of("matrix", List.of(18L, 5L), "gram", "columns", "gain", 1.0)));

  static Optional<Divergence> of(String id) {
    return ALL.stream().filter(divergence -> divergence.id.equals(id)).findFirst();
  }
}
