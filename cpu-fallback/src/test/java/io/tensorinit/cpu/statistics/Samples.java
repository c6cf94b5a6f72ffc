package io.tensorinit.cpu.statistics;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;

/** Samples by seed and name: other words for every test. */
final class Samples {
  /** The seeds, as they come. */
  static final long[] SEEDS = {1, 2, 3};

  private static final Backend BACKEND = new CpuBackendProvider().open(BackendOptions.threads(2));

  private Samples() {}

  /** The values of each part of a filled tensor. */
  static double[] of(String name, FillPlan plan, Shape shape, DType dtype, long seed) {
    Fill fill = new Fill(plan, shape, dtype, Seed.of(seed).key(name), Region.whole());
    return Elements.values(dtype, Elements.filled(BACKEND, fill));
  }
}
