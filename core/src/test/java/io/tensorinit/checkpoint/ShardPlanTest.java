package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Initializers;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Rule;
import io.tensorinit.model.Sharding;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardPlanTest {
  /** Parameters t0, t1, ... of so many float32 elements. */
  private static Model vectors(int... sizes) {
    ModelBuilder model = Model.builder();
    for (int i = 0; i < sizes.length; i++) {
      model.parameter("t" + i, Shape.of(sizes[i]), Initializers.ones());
    }
    return model.build();
  }

  private static List<String> names(ShardPlan plan, int file) {
    return plan.parts(file).stream().map(part -> part.parameter().name()).toList();
  }

  /**
   * {@code split_state_dict_into_shards_factory(tensors, get_storage_size=len, max_shard_size=400)}
   * of huggingface_hub 2.0.0 for tensors of these sizes times four bytes.
   */
  @Test
  void splitsBySizeAsTheHubsLibraryDoes() {
    Model model = vectors(40, 30, 50, 120, 10, 60, 100, 4, 96, 8, 0);
    ShardPlan plan = ShardPlan.bySize(model, 400);
    List<List<String>> files = new ArrayList<>();
    for (int file = 0; file < plan.files(); file++) {
      files.add(names(plan, file));
    }
    assertEquals(
        List.of(
            List.of("t0", "t1"),
            List.of("t3"),
            List.of("t2", "t4"),
            List.of("t5"),
            List.of("t6"),
            List.of("t7", "t8"),
            List.of("t9", "t10")),
        files);
    assertEquals(1, ShardPlan.bySize(vectors(), 400).files());
    assertEquals(
        "a file's size must be 1 byte or more, was 0",
        assertThrows(IllegalArgumentException.class, () -> ShardPlan.bySize(model, 0))
            .getMessage());
  }

  /** By hand: 9 to 0; 7 to 1; 5 to 2; 4a to 2 (5 < 7); 4b to 1 (7 < 9, 9); 1 to 0 (9, 11, 9). */
  @Test
  void ranksGetWholeParametersTheLargestFirst() {
    ShardPlan plan = ShardPlan.byRank(vectors(4, 4, 9, 1, 7, 5), 3);
    assertEquals(List.of("t2", "t3"), names(plan, 0));
    assertEquals(List.of("t1", "t4"), names(plan, 1));
    assertEquals(List.of("t0", "t5"), names(plan, 2));
    assertEquals(11 * 4, plan.bytes(1));
    assertEquals(2, plan.tensors(2));
    assertEquals(List.of(), names(ShardPlan.byRank(vectors(3), 2), 1));
  }

  /**
   * {@code [len(c) for c in torch.arange(n).chunk(N)]}: torch's documentation of chunk gives 11 in
   * 6 (2, 2, 2, 2, 2, 1), 12 in 6 and 13 in 6 (3, 3, 3, 3, 1: five pieces).
   */
  @ParameterizedTest
  @CsvSource({
    "11, 6, 2 2 2 2 2 1",
    "12, 6, 2 2 2 2 2 2",
    "13, 6, 3 3 3 3 1 0",
    "1, 3, 1 0 0",
    "8, 3, 3 3 2"
  })
  void cutsAsTorchChunksDo(int size, int ranks, String expected) {
    Model model =
        Model.builder()
            .parameter(
                ParameterSpec.of("w", Shape.of(2, size))
                    .init(Initializers.ones())
                    .shard(Sharding.along(-1)))
            .build();
    ShardPlan plan = ShardPlan.byRank(model, ranks);
    List<Long> sizes = new ArrayList<>();
    long start = 0;
    for (int rank = 0; rank < ranks; rank++) {
      for (ShardPlan.Part part : plan.parts(rank)) {
        assertEquals(2, part.shape().size(0));
        assertEquals(List.of(0L, start), Arrays.stream(part.start()).boxed().toList());
        start += part.shape().size(1);
      }
      sizes.add(plan.parts(rank).stream().mapToLong(part -> part.shape().size(1)).sum());
    }
    assertEquals(Arrays.stream(expected.split(" ")).map(Long::valueOf).toList(), sizes);
  }

  @Test
  void aParameterBeatsTheRulesAndTheseTheModel() {
    Model model =
        Model.builder()
            .shard(Sharding.along(0))
            .rule(Rule.match("*.o").shard(Sharding.along(1)))
            .rule(Rule.match("norm").shard(Sharding.WHOLE))
            .parameter("a.q", Shape.of(4, 6), Initializers.ones())
            .parameter("a.o", Shape.of(4, 6), Initializers.ones())
            .parameter("norm", Shape.of(4), Initializers.ones())
            .parameter("scalar", Shape.scalar(), Initializers.ones())
            .parameter(
                ParameterSpec.of("b.o", Shape.of(4, 6))
                    .init(Initializers.ones())
                    .shard(Sharding.along(0)))
            .build();
    List<String> axes =
        model.parameters().stream().map(p -> p.name() + " " + p.shardAxis()).toList();
    assertEquals(
        List.of(
            "a.q OptionalInt[0]",
            "a.o OptionalInt[1]",
            "norm OptionalInt.empty",
            "scalar OptionalInt.empty",
            "b.o OptionalInt[0]"),
        axes);
    ModelBuilder wrong =
        Model.builder()
            .rule(Rule.match("*").shard(Sharding.along(1)))
            .parameter("v", Shape.of(4), Initializers.ones());
    assertEquals(
        "parameter \"v\": shard must name an axis of shape [4], was 1",
        assertThrows(IllegalArgumentException.class, wrong::build).getMessage());
  }
}
