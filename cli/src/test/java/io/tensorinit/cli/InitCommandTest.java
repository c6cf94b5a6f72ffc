package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path folder;
  private Path manifest;

  @BeforeEach
  void writeManifest() throws IOException {
    manifest = Manifests.mixed(folder);
  }

  private Path init(String name, Object... options) {
    Path out = folder.resolve(name);
    Object[] args =
        Stream.concat(Stream.of("init", manifest, "-o", out), Stream.of(options)).toArray();
    CommandRun run = CommandRun.of(args).assertDone();
    assertEquals("", run.out());
    return out;
  }

  private long mismatch(Path a, Path b) throws IOException {
    return Files.mismatch(a, b);
  }

  @Test
  void theSameBytesForAnyNumberOfThreads() throws IOException {
    Path one = init("one.safetensors", "--threads", 1);
    assertEquals(-1, mismatch(one, init("two.safetensors", "--threads", 2)));
    assertEquals(-1, mismatch(one, init("seven.safetensors", "--threads=7", "--backend=cpu")));
    assertEquals(-1, mismatch(init("one.npz", "--threads=1"), init("two.npz", "--threads=2")));
  }

  @Test
  void seedsBeatTheManifests() throws IOException {
    Path own = init("own.safetensors");
    assertEquals(-1, mismatch(own, init("seven.safetensors", "--seed", "7")));
    assertEquals(-1, mismatch(own, init("hex.safetensors", "--seed", "0x7")));
    assertNotEquals(-1, mismatch(own, init("eight.safetensors", "--seed=8")));
    assertEquals(
        -1,
        mismatch(
            init("minus.safetensors", "--seed", "-1"),
            init("max.safetensors", "--seed", "18446744073709551615")));
    assertNotEquals(
        -1, mismatch(init("text.safetensors", "--seed", "seven"), init("7.safetensors")));
    CommandRun.of("init", manifest, "-o", folder.resolve("x.npz"), "--seed", "1" + "0".repeat(20))
        .assertFails(2, "seed must lie in -2^63 .. 2^64 - 1, was 1" + "0".repeat(20));
  }

  @Test
  void aShardAxisHasNoEffectOnASingleFile() throws IOException {
    String shape = "\"shape\": [64, 48]";
    String json = Manifests.MIXED.replace(shape, shape + ", \"shard\": -1");
    assertNotEquals(Manifests.MIXED, json);
    Path out = folder.resolve("sharded.npz");
    CommandRun.of("init", Manifests.write(folder, "shard.json", json), "-o", out).assertDone();
    assertEquals(-1, mismatch(init("whole.npz"), out));
  }

  @Test
  void aFreshSeedIsReported() throws IOException {
    String json = Manifests.MIXED.replace("\"seed\": 7", "\"seed\": null");
    Path fresh = Manifests.write(folder, "fresh.json", json);
    Path out = folder.resolve("fresh.npz");
    CommandRun run = CommandRun.of("init", fresh, "-o", out);
    assertEquals(0, run.exitCode());
    assertTrue(run.err().matches("seed: \\d+\\R"), run.err());
    String seed = run.err().strip().substring("seed: ".length());
    Path again = folder.resolve("again.npz");
    CommandRun.of("init", fresh, "-o", again, "--seed", seed).assertDone();
    assertEquals(-1, mismatch(out, again));
  }

  @Test
  void verboseNamesEachParameter() {
    CommandRun run = CommandRun.of("init", manifest, "-o", folder.resolve("v.npz"), "-v");
    assertEquals(0, run.exitCode());
    assertEquals("", run.out());
    assertEquals(6, run.err().lines().count());
    assertTrue(run.err().startsWith("dense.weight [64, 48] F32 he_normal"), run.err());
  }

  @Test
  void replacesAnOlderFileInOneStep() throws IOException {
    Path out = folder.resolve("w.npz");
    Files.writeString(out, "old");
    init("w.npz");
    assertTrue(Files.size(out) > 1000);
  }

  @Test
  void whatTheFileCannotHoldIsRefusedBeforeWriting() throws IOException {
    Path half = Manifests.matrix(folder, "BF16", 2, 2);
    Path out = folder.resolve("w.npz");
    CommandRun.of("init", half, "-o", out)
        .assertFails(2, "an .npz file cannot hold dtype BF16 of \"w\"; a .safetensors file can");
    Path complex = Manifests.matrix(folder, "C128", 2, 2);
    Path safetensors = folder.resolve("w.safetensors");
    CommandRun.of("init", complex, "-o", safetensors)
        .assertFails(2, "a .safetensors file cannot hold dtype C128 of \"w\"; an .npz file can");
    assertFalse(Files.exists(out));
    assertFalse(Files.exists(safetensors));
  }

  @Test
  void placesThatCannotBeWritten() throws IOException {
    Path missing = folder.resolve("no").resolve("w.npz");
    CommandRun.of("init", manifest, "-o", missing)
        .assertFails(
            3,
            "cannot write " + missing + ": the folder " + missing.getParent() + " does not exist");
    Path taken = Files.createDirectory(folder.resolve("taken.npz"));
    CommandRun.of("init", manifest, "-o", taken)
        .assertFails(3, "cannot write " + taken + ": it is a folder");
    Path huge = Manifests.matrix(folder, "F32", 1L << 30, 1L << 30);
    Path out = folder.resolve("huge.safetensors");
    CommandRun run = CommandRun.of("init", huge, "-o", out);
    assertEquals(3, run.exitCode());
    assertTrue(
        run.err().startsWith("tensorinit: cannot write " + out + ": it needs 4611686018427"),
        run.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void aFolderWithoutPermission() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assertTrue(closed.toFile().setWritable(false));
    Path out = closed.resolve("w.npz");
    CommandRun.of("init", manifest, "-o", out)
        .assertFails(3, "cannot write " + out + ": no permission to write in its folder");
  }
}
