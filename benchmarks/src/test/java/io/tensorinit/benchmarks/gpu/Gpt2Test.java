package io.tensorinit.benchmarks.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Gpt2Test {
  @Test
  void isTheSmallOne() {
    assertEquals(148, Gpt2.TENSORS.size());
    assertEquals(148, Gpt2.TENSORS.stream().map(Gpt2.Tensor::name).distinct().count());
    assertEquals(
        124_439_808,
        Gpt2.TENSORS.stream().mapToLong(t -> t.shape(Gpt2.WIDTH).elementCount()).sum());
  }
}
