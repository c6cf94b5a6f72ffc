package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders written by one process or by ranks that never speak to each other. */
class ShardsTest {
  /** Rows and columns cut, whole ones, sizes that no number of ranks divides. */
  private static final String PLAN =
      "{ \"seed\": 7, \"recipe\": \"pytorch\", \"shard\": 0, \"rules\": ["
          + "{ \"match\": \"*.o.weight\", \"shard\": 1 }, { \"match\": \"norm\", \"shard\": null } ],"
          + " \"parameters\": ["
          + "{ \"name\": \"emb.weight\", \"shape\": [101, 24], \"init\": \"normal_\" },"
          + "{ \"name\": \"q.weight\", \"shape\": [64, 7], \"init\": \"he_normal\", \"dtype\": \"BF16\" },"
          + "{ \"name\": \"a.o.weight\", \"shape\": [48, 65], \"init\": \"orthogonal\" },"
          + "{ \"name\": \"norm\", \"shape\": [48], \"init\": \"ones\" },"
          + "{ \"name\": \"conv\", \"shape\": [7, 3, 5, 5], \"init\": \"he_uniform\", \"shard\": -1 },"
          + "{ \"name\": \"scale\", \"shape\": [], \"init\": \"ones\" },"
          + "{ \"name\": \"empty\", \"shape\": [0, 4], \"init\": \"ones\" },"
          + "{ \"name\": \"c\", \"shape\": [9, 4], \"init\": \"he_normal\", \"dtype\": \"C64\" } ] }";

  @TempDir Path folder;
  private Path cut;
  private Path whole;

  @BeforeEach
  void writeManifests() throws IOException {
    cut = Manifests.write(folder, "cut.json", PLAN);
    whole = Manifests.mixed(folder);
  }

  private static Map<String, byte[]> values(Path checkpoint) throws IOException {
    Map<String, byte[]> values = new TreeMap<>();
    try (CheckpointReader reader = CheckpointReader.open(checkpoint)) {
      List<TensorInfo> tensors = reader.tensors();
      for (int i = 0; i < tensors.size(); i++) {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensors.get(i).byteCount());
        reader.read(i, 0, bytes);
        values.put(
            tensors.get(i).name() + tensors.get(i).shape() + tensors.get(i).type(), bytes.array());
      }
    }
    return values;
  }

  private static void assertSameModel(Path expected, Path found) throws IOException {
    Map<String, byte[]> bytes = values(expected);
    Map<String, byte[]> others = values(found);
    assertEquals(bytes.keySet(), others.keySet());
    bytes.forEach((name, value) -> assertArrayEquals(value, others.get(name), name));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void rank(Path manifest, Path out, int rank, int ranks) {
    CommandRun.of("init", manifest, "-o", out, "--shard", rank + "/" + ranks).assertDone();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void anyNumberOfRanksWritesTheSameModel(int ranks) throws IOException {
    for (Path manifest : List.of(cut, whole)) {
      Path single = folder.resolve("single.safetensors");
      CommandRun.of("init", manifest, "-o", single).assertDone();
      Path out = folder.resolve(manifest.getFileName() + "-" + ranks);
      List<byte[]> indexes = new ArrayList<>();
      for (int rank = ranks - 1; rank >= 0; rank--) {
        rank(manifest, out, rank, ranks);
        indexes.add(Files.readAllBytes(out.resolve("model.safetensors.index.json")));
      }
      indexes.forEach(index -> assertArrayEquals(indexes.get(0), index));
      assertEquals(ranks + 1, names(out).size(), names(out).toString());
      assertSameModel(single, out);
      assertEquals("equal\n", CommandRun.of("verify", out, manifest).assertDone().out());
    }
  }

  @Test
  void oneProcessWritesAFolderAndReplacesOlderSets() throws IOException {
    Path out = folder.resolve("model");
    CommandRun.of("init", whole, "-o", out, "--max-shard-size", "5KB").assertDone();
    assertEquals(3, names(out).size(), names(out).toString());
    Files.writeString(out.resolve("config.json"), "{}");
    Files.writeString(out.resolve("model.safetensors"), "of an older set");
    CommandRun.of("init", whole, "-o", out + "/", "--seed", 8).assertDone();
    assertEquals(
        List.of("config.json", "model-00001-of-00001.safetensors", "model.safetensors.index.json"),
        names(out));
    CommandRun.of("verify", out, whole, "--seed", 8).assertDone();
    rank(whole, out, 1, 2);
    assertEquals(4, names(out).stream().filter(name -> !name.startsWith(".")).count());
    CommandRun.of("verify", out, whole)
        .assertFails(
            2,
            out + ": file model-00001-of-00002.safetensors, of which its index speaks, is missing");
    rank(whole, out, 0, 2);
    assertEquals(4, names(out).size(), names(out).toString());
    CommandRun.of("verify", out, whole).assertDone();
  }

  @Test
  void aFailureLeavesTheOlderSetWhole() throws IOException {
    Path out = folder.resolve("model");
    CommandRun.of("init", whole, "-o", out).assertDone();
    Path huge = Manifests.matrix(folder, "F32", 1L << 30, 1L << 20);
    assertEquals(3, CommandRun.of("init", huge, "-o", out).exitCode());
    assertEquals(3, CommandRun.of("init", huge, "-o", out, "--shard", "0/2").exitCode());
    assertEquals(2, names(out).size(), names(out).toString());
    CommandRun.of("verify", out, whole).assertDone();
    Path fresh = folder.resolve("fresh");
    assertEquals(3, CommandRun.of("init", huge, "-o", fresh).exitCode());
    assertFalse(Files.exists(fresh));
    Path complex = Manifests.matrix(folder, "C128", 2, 2);
    CommandRun.of("init", complex, "-o", fresh)
        .assertFails(2, "a .safetensors file cannot hold dtype C128 of \"w\"; an .npz file can");
    assertFalse(Files.exists(fresh));
  }

  /** Killed in the middle of its work: the next run of its number makes the set whole. */
  @Test
  void aRankThatDiesIsRunAgain() throws Exception {
    Path large =
        Manifests.write(
            folder,
            "large.json",
            "{ \"parameters\": [{ \"name\": \"w\", \"shape\": [40000, 4000], \"init\": \"he_normal\" },"
                + "{ \"name\": \"v\", \"shape\": [4], \"init\": \"ones\" }] }");
    Path out = folder.resolve("model");
    rank(large, out, 1, 2);
    Process first =
        ChildCommand.of(List.of(), List.of(), "init", large, "-o", out, "--shard", "0/2").start();
    while (names(out).stream().noneMatch(name -> name.endsWith(".tmp"))) {
      assertTrue(first.isAlive(), "the rank ended before it could be killed");
      Thread.sleep(1);
    }
    CommandRun.of("init", large, "-o", out, "--shard", "0/2")
        .assertFails(
            3,
            "cannot write "
                + out
                + ": another living process is rank 0 of 2 there; two ranks were given one number");
    first.destroyForcibly().waitFor();
    assertTrue(names(out).stream().anyMatch(name -> name.endsWith(".tmp")));
    rank(large, out, 0, 2);
    assertEquals(
        List.of(
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json"),
        names(out));
    CommandRun.of("verify", out, large).assertDone();
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    Path out = folder.resolve("model");
    CommandRun.of("init", whole, "-o", out, "--shard", "2/2")
        .assertFails(2, "--shard must be K/N with K in 0 .. N - 1, was \"2/2\"");
    CommandRun.of("init", whole, "-o", out, "--shard", "0/2", "--rank-from-env")
        .assertFails(2, "--shard and --rank-from-env exclude each other");
    CommandRun.of("init", whole, "-o", out, "--ranks", 2)
        .assertFails(2, "--ranks is for --rank-from-env; without it: --shard K/N");
    CommandRun.of("init", whole, "-o", out + ".npz", "--shard", "0/2")
        .assertFails(2, "OUT must be a folder where the model is divided, was \"" + out + ".npz\"");
    CommandRun.of("init", whole, "-o", out, "--max-shard-size", "5 GB")
        .assertFails(
            2, "--max-shard-size must be a number of bytes, or of KB, MB, GB or TB, was \"5 GB\"");
    assertFalse(Files.exists(out));
  }

  /** The sizes are those of the files' values: what is left of each file without its header. */
  @Test
  void planSaysWhatEachRankWrites() throws IOException {
    String json = CommandRun.of("plan", cut, "--ranks", 3, "--json").assertDone().out();
    String table = CommandRun.of("plan", cut, "--ranks", 3).assertDone().out();
    Path out = folder.resolve("model");
    for (int rank = 0; rank < 3; rank++) {
      rank(cut, out, rank, 3);
      String name = "model-0000" + (rank + 1) + "-of-00003.safetensors";
      ByteBuffer file =
          ByteBuffer.wrap(Files.readAllBytes(out.resolve(name)))
              .order(java.nio.ByteOrder.LITTLE_ENDIAN);
      long bytes = file.capacity() - 8 - file.getLong(0);
      assertTrue(json.contains("\"file\": \"" + name + "\""), json);
      assertTrue(json.contains("\"bytes\": " + bytes), json);
      assertTrue(table.contains(name), table);
    }
    CommandRun.of("plan", cut, "--ranks", 0).assertFails(2, "--ranks must be 1 or more, was 0");
  }

  private CommandRun mpirun(Path out, int ranks, Object... options) throws Exception {
    List<String> launcher =
        List.of("mpirun", "--allow-run-as-root", "--oversubscribe", "-np", String.valueOf(ranks));
    List<Object> args = new ArrayList<>(List.of("init", cut, "-o", out));
    args.addAll(List.of(options));
    ProcessBuilder command = ChildCommand.of(launcher, List.of(), args.toArray());
    List.of("RANK", "WORLD_SIZE").forEach(command.environment()::remove);
    try {
      return ChildCommand.run(command);
    } catch (IOException e) {
      assumeTrue(false, "Open MPI's mpirun is not installed");
      throw e;
    }
  }

  @Test
  void ranksOfOpenMpiWriteOneCheckpoint() throws Exception {
    Path out = folder.resolve("model");
    assertEquals(new CommandRun(0, "", ""), mpirun(out, 4, "--rank-from-env"));
    assertEquals(5, names(out).size(), names(out).toString());
    Path single = folder.resolve("single.safetensors");
    CommandRun.of("init", cut, "-o", single).assertDone();
    assertSameModel(single, out);
  }

  /** All four take the number 0: one of them may have it, whether they meet or not. */
  @Test
  void ranksOfOpenMpiThatAreGivenOneNumberFindOut() throws Exception {
    Path out = folder.resolve("model");
    CommandRun run = mpirun(out, 4, "--shard", "0/4");
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("two ranks were given one number"), run.err());
  }
}
