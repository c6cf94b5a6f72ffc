package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of small tensors are one job of all threads. */
class ManyTensorsTest {
  private static final int TENSORS = 300;

  @TempDir private Path folder;

  private static List<PlacedFill> small(FillPlan plan, List<float[]> arrays) {
    List<PlacedFill> fills = new ArrayList<>();
    for (int i = 0; i < TENSORS; i++) {
      float[] array = new float[1000 + i];
      arrays.add(array);
      Fill fill = new Fill(plan, Shape.of(array.length), DType.F32, Key.raw(i), Region.whole());
      fills.add(new PlacedFill(fill, Destination.of(array)));
    }
    return fills;
  }

  /** A helper is asked for where there is work for it: never by one small tensor. */
  @Test
  void helpersAreAskedOnceForAllOfThem() {
    AtomicInteger asked = new AtomicInteger();
    BackendOptions options = BackendOptions.threads(3).executor(work -> asked.incrementAndGet());
    List<float[]> one = new ArrayList<>();
    List<float[]> all = new ArrayList<>();
    List<PlacedFill> alone = small(new NormalFill(0, 1), one);
    List<PlacedFill> together = small(new NormalFill(0, 1), all);
    try (Backend backend = new CpuBackend(options)) {
      alone.forEach(each -> backend.fill(each.fill(), each.destination()));
      assertEquals(0, asked.get());
      backend.fillAll(together);
      assertEquals(2, asked.get());
    }
    for (int i = 0; i < TENSORS; i++) {
      assertArrayEquals(one.get(i), all.get(i));
    }
  }

  @Test
  void oneThatDoesNotFitIsRefusedBeforeAnyIsWritten() {
    List<float[]> arrays = new ArrayList<>();
    List<PlacedFill> fills = small(new NormalFill(0, 1), arrays);
    Fill larger =
        new Fill(new NormalFill(0, 1), Shape.of(7), DType.F32, Key.raw(0), Region.whole());
    fills.add(new PlacedFill(larger, Destination.of(new float[6])));
    try (Backend backend = new CpuBackend(2)) {
      assertEquals(
          "float[] holds 6 elements of F32, but shape [7] needs places 0 to 6",
          assertThrows(IllegalArgumentException.class, () -> backend.fillAll(fills)).getMessage());
    }
    for (float[] array : arrays) {
      assertArrayEquals(new float[array.length], array);
    }
  }

  @Test
  void aMisfitBesideValuesInMemoryIsRefusedBeforeTheseAreCopied() {
    Model model =
        Model.builder()
            .parameter("kept", Shape.of(5), Initializers.constant(3))
            .parameter("other", Shape.of(7), Initializers.normal(0, 1))
            .build();
    try (Backend two = new CpuBackend(2);
        Weights weights = Weights.of(model, two)) {
      weights.values("kept").get(0);
      Model current = weights.current();
      Fill kept = current.parameter("kept").orElseThrow().fill(Region.whole());
      Fill other = current.parameter("other").orElseThrow().fill(Region.whole());
      for (int small = 0; small < 2; small++) {
        float[] first = new float[5 - small];
        float[] second = new float[6 + small];
        assertThrows(
            IllegalArgumentException.class,
            () ->
                weights
                    .backend()
                    .fillAll(
                        List.of(
                            new PlacedFill(kept, Destination.of(first)),
                            new PlacedFill(other, Destination.of(second)))));
        assertArrayEquals(new float[first.length], first);
        assertArrayEquals(new float[second.length], second);
      }
    }
  }

  @Test
  void theFirstFailureReachesTheCallerOnceNoThreadIsAtWork() {
    FillPlan failing =
        new FunctionFill(
            (index, stream) -> {
              if (index == 1200) {
                throw new IllegalStateException("element 1200");
              }
              return 1;
            });
    List<float[]> arrays = new ArrayList<>();
    List<PlacedFill> fills = small(failing, arrays);
    try (Backend backend = new CpuBackend(4)) {
      assertEquals(
          "element 1200",
          assertThrows(IllegalStateException.class, () -> backend.fillAll(fills)).getMessage());
      List<float[]> before = arrays.stream().map(float[]::clone).toList();
      List<float[]> others = new ArrayList<>();
      backend.fillAll(small(new NormalFill(0, 1), others));
      for (int i = 0; i < TENSORS; i++) {
        assertArrayEquals(before.get(i), arrays.get(i), "written after the failure");
      }
    }
  }

  /** Biases and matrices in turn, of every size from one element to several chunks. */
  private static Model model() {
    ModelBuilder builder = Model.builder().seed(Seed.of(5));
    for (int i = 0; i < TENSORS; i++) {
      builder.parameter("b" + i, Shape.of(1 + i), Initializers.uniform(-1, 1));
      builder.parameter("w" + i, Shape.of(1 + i, 70), Initializers.heNormal());
    }
    return builder.parameter("q", Shape.of(40, 30), Initializers.orthogonal()).build();
  }

  @Test
  void filesAndStoresHoldTheSameForAnyNumberOfThreads() throws IOException {
    Model model = model();
    byte[] expected = written(model, 1);
    assertArrayEquals(expected, written(model, 2));
    assertArrayEquals(expected, written(model, 5));
    Path file = folder.resolve("1.safetensors");
    try (Backend two = new CpuBackend(2);
        Weights weights = Weights.of(model, two)) {
      assertTrue(Checkpoints.verify(model, file, two).isEqual());
      weights.initialize(FillScope.ALL);
      assertTrue(weights.verify(file).isEqual());
      weights.values("w7").set(3, 2, 1);
      weights.values("b299").set(3, 2);
      assertEquals("w7", weights.verify(file).difference().orElseThrow().tensor());
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(3, left.count());
    }
  }

  private byte[] written(Model model, int threads) throws IOException {
    Path file = folder.resolve(threads + ".safetensors");
    try (Backend backend = new CpuBackend(threads)) {
      Checkpoints.write(model, file, backend);
    }
    return Files.readAllBytes(file);
  }
}
