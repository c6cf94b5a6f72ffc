package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --only-missing}: checkpoints of which a part is gone. */
class OnlyMissingTest {
  private static final int LAYERS = 9;

  @TempDir Path folder;
  private Path manifest;
  private Path whole;

  @BeforeEach
  void init() throws IOException {
    List<String> parameters = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      String dtype = layer % 2 == 0 ? "F32" : "F16";
      parameters.add(parameter(layer + ".weight", "[16, 8]", dtype));
      parameters.add(parameter(layer + ".bias", "[16]", dtype));
    }
    parameters.add("{\"name\": \"head\", \"shape\": [16, 8], \"tied_to\": \"0.weight\"}");
    manifest =
        Manifests.write(
            folder,
            "m.json",
            "{\"seed\": 5, \"recipe\": \"pytorch\", \"parameters\": ["
                + String.join(", ", parameters)
                + "]}");
    whole = folder.resolve("whole.safetensors");
    CommandRun.of("init", manifest, "-o", whole).assertDone();
  }

  private static String parameter(String name, String shape, String dtype) {
    return "{\"name\": \"" + name + "\", \"shape\": " + shape + ", \"dtype\": \"" + dtype + "\"}";
  }

  private static CommandRun complete(Path manifest, Path out) {
    return CommandRun.of("init", manifest, "-o", out, "--only-missing");
  }

  /** A checkpoint with tensors of other types, notes and names of its own, a third of it gone. */
  private RawSafetensors withForeignTensors() throws IOException {
    RawSafetensors raw = RawSafetensors.read(whole);
    raw.metadata = new LinkedHashMap<>(Map.of("format", "pt", "author", "x"));
    raw.put("steps", "I64", List.of(1L), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    raw.put("blocks", "F4", List.of(6L), new byte[] {9, 8, 7});
    raw.put("new", "I3", List.of(5L), new byte[] {42});
    raw.put("extra", "F32", List.of(1L), new byte[] {0, 0, -128, 63});
    raw.entries.get("steps").put("note", List.of("kept", Map.of("x", 1.5)));
    return raw;
  }

  @Test
  void restoresAThirdAndKeepsTheRest() throws IOException {
    RawSafetensors complete = withForeignTensors();
    RawSafetensors partial = withForeignTensors();
    for (int layer = 0; layer < LAYERS; layer += 3) {
      partial.remove(layer + ".weight");
      partial.remove(layer + ".bias");
    }
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    CommandRun run = CommandRun.of("init", manifest, "-o", out, "--only-missing", "-v");
    assertEquals(0, run.exitCode());
    assertEquals(6, run.err().lines().count(), run.err());
    RawSafetensors found = RawSafetensors.read(out);
    assertEquals(complete.metadata, found.metadata);
    assertEquals(complete.entries, found.entries);
    complete.data.forEach((name, bytes) -> assertArrayEquals(bytes, found.data.get(name), name));
    assertEquals(complete.data.size(), found.data.size());
  }

  /** What is completed is the file that would have been written at once. */
  @Test
  void givesTheFileOfTheWhole() throws IOException {
    RawSafetensors partial = RawSafetensors.read(whole);
    for (int layer = 0; layer < LAYERS; layer += 2) {
      partial.remove(layer + ".bias");
    }
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    complete(manifest, out).assertDone();
    assertEquals(-1, Files.mismatch(whole, out));
    assertEquals("equal\n", CommandRun.of("verify", out, manifest).assertDone().out());
  }

  @Test
  void refusesDigestsThatItCouldNotPrintBeforeItWrites() throws IOException {
    RawSafetensors partial = withForeignTensors();
    partial.remove("3.weight");
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    byte[] before = Files.readAllBytes(out);
    CommandRun.of("init", manifest, "-o", out, "--only-missing", "--digest")
        .assertFails(2, "tensor \"new\" of type I3 has no digest");
    assertArrayEquals(before, Files.readAllBytes(out));
    partial.remove("new");
    partial.write(out);
    CommandRun run = CommandRun.of("init", manifest, "-o", out, "--only-missing", "--digest");
    assertEquals(run.assertDone().out(), CommandRun.of("inspect", out, "--digest").out());
  }

  @Test
  void writesNothingWhereNothingIsMissing() throws IOException {
    FileTime before = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(whole, before);
    complete(manifest, whole).assertDone();
    assertEquals(before, Files.getLastModifiedTime(whole));
  }

  @Test
  void takesAnArchivesMembersAsTheyAre() throws IOException {
    Path wholeArchive = folder.resolve("whole.npz");
    CommandRun.of("init", manifest, "-o", wholeArchive).assertDone();
    Path out = folder.resolve("part.npz");
    Map<String, byte[]> expected = unzip(wholeArchive);
    byte[] text = "about\n".getBytes(StandardCharsets.UTF_8);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(out))) {
      zip.setComment("mine");
      zip.putNextEntry(new ZipEntry("README"));
      zip.write(text);
      for (Map.Entry<String, byte[]> member : expected.entrySet()) {
        if (!member.getKey().startsWith("4")) {
          zip.putNextEntry(new ZipEntry(member.getKey()));
          zip.write(member.getValue());
        }
      }
    }
    byte[] before = Files.readAllBytes(out);
    complete(manifest, out).assertDone();
    byte[] after = Files.readAllBytes(out);
    int directory = new String(before, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    assertArrayEquals(Arrays.copyOf(before, directory), Arrays.copyOf(after, directory));
    Map<String, byte[]> found = unzip(out);
    assertArrayEquals(text, found.remove("README"));
    assertEquals(expected.keySet(), new java.util.TreeSet<>(found.keySet()));
    expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
    assertEquals("equal\n", CommandRun.of("verify", out, manifest).assertDone().out());
  }

  private static Map<String, byte[]> unzip(Path file) throws IOException {
    Map<String, byte[]> members = new java.util.TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        members.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
      if (file.getFileName().toString().startsWith("part")) {
        assertEquals("mine", zip.getComment());
      }
    }
    return members;
  }

  @Test
  void leavesTheFilesOfAFolderAndCompletesItsIndex() throws IOException {
    Path out = Files.createDirectory(folder.resolve("model"));
    RawSafetensors first = new RawSafetensors();
    RawSafetensors second = withForeignTensors();
    for (String name : List.copyOf(second.data.keySet())) {
      if (name.startsWith("1") || name.startsWith("2")) {
        first.entries.put(name, second.entries.get(name));
        first.data.put(name, second.data.get(name));
        second.remove(name);
      } else if (name.startsWith("3") || name.startsWith("4")) {
        second.remove(name);
      }
    }
    first.write(out.resolve("model-00001-of-00002.safetensors"));
    second.write(out.resolve("model-00002-of-00002.safetensors"));
    List<String> map = new ArrayList<>();
    first.data.keySet().forEach(name -> map.add(mapped(name, 1)));
    second.data.keySet().forEach(name -> map.add(mapped(name, 2)));
    Path index = out.resolve("model.safetensors.index.json");
    Files.writeString(
        index,
        "{\"metadata\": {\"total_size\": 1000, \"total_parameters\": 5}, \"weight_map\": {"
            + String.join(", ", map)
            + "}, \"more\": null}");
    byte[] before1 = Files.readAllBytes(out.resolve("model-00001-of-00002.safetensors"));
    byte[] before2 = Files.readAllBytes(out.resolve("model-00002-of-00002.safetensors"));
    complete(manifest, out).assertDone();
    assertArrayEquals(before1, Files.readAllBytes(out.resolve("model-00001-of-00002.safetensors")));
    assertArrayEquals(before2, Files.readAllBytes(out.resolve("model-00002-of-00002.safetensors")));
    RawSafetensors added = RawSafetensors.read(out.resolve("model-added-00001.safetensors"));
    assertEquals(
        List.of("3.bias", "3.weight", "4.bias", "4.weight"),
        added.data.keySet().stream().sorted().toList());
    RawSafetensors expected = RawSafetensors.read(whole);
    added.data.forEach((name, bytes) -> assertArrayEquals(expected.data.get(name), bytes, name));
    String completed = Files.readString(index);
    int bytes = (16 * 8 + 16) * (2 + 4);
    assertTrue(completed.contains("\"total_size\": " + (1000 + bytes)), completed);
    assertTrue(completed.contains("\"total_parameters\": 5"), completed);
    assertTrue(completed.contains("\"3.bias\": \"model-added-00001.safetensors\""), completed);
    assertTrue(completed.contains("\"more\": null"), completed);
    assertEquals(
        "different: tensor \"steps\" is not in the model\n",
        CommandRun.of("verify", out, manifest).out());
  }

  private static String mapped(String name, int file) {
    return "\"" + name + "\": \"model-0000" + file + "-of-00002.safetensors\"";
  }

  @Test
  void completesAFoldersSingleFile() throws IOException {
    Path out = Files.createDirectory(folder.resolve("model"));
    RawSafetensors partial = RawSafetensors.read(whole);
    partial.remove("2.weight");
    partial.write(out.resolve("model.safetensors"));
    complete(manifest, out).assertDone();
    assertEquals(-1, Files.mismatch(whole, out.resolve("model.safetensors")));
    assertEquals(List.of("model.safetensors"), names(out));
  }

  /** Of tied parameters one has the values, whichever name the file gives them. */
  @Test
  void aTensorUnderATiedNameIsThere() throws IOException {
    RawSafetensors partial = RawSafetensors.read(whole);
    partial.entries.put("head", partial.entries.get("0.weight"));
    partial.data.put("head", partial.data.get("0.weight"));
    partial.remove("0.weight");
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    complete(manifest, out).assertDone();
    assertFalse(RawSafetensors.read(out).data.containsKey("0.weight"));
  }

  @Test
  void refusesWhatItCannotCompleteAndWritesNothing() throws IOException {
    RawSafetensors partial = RawSafetensors.read(whole);
    partial.remove("2.weight");
    partial.put("3.weight", "F16", List.of(8L, 16L), new byte[256]);
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    byte[] before = Files.readAllBytes(out);
    List<String> names = names(folder);
    complete(manifest, out)
        .assertFails(
            2,
            out
                + ": tensor \"3.weight\" has shape [8, 16], the model's has [16, 8]; what is there"
                + " is kept, so they must be the same");
    assertArrayEquals(before, Files.readAllBytes(out));
    partial.put("3.weight", "I64", List.of(16L), new byte[128]);
    partial.write(out);
    complete(manifest, out)
        .assertFails(
            2,
            out
                + ": tensor \"3.weight\" has dtype I64, the model's has F16; what is there is kept,"
                + " so they must be the same");
    assertEquals(names, names(folder));
    Path none = folder.resolve("none.safetensors");
    complete(manifest, none)
        .assertFails(2, "--only-missing completes an OUT that exists, there is no " + none);
    CommandRun.of("init", manifest, "-o", folder, "--only-missing", "--shard", "0/2")
        .assertFails(
            2,
            "--only-missing keeps the files that are there, so it divides no model among others");
    Path broken = Files.writeString(folder.resolve("broken.npz"), "PK\3\4 and nothing else");
    complete(manifest, broken)
        .assertFails(2, broken + ": it is a broken zip archive: its directory is missing");
  }

  /** With --like, tensors that are not filled are only spoken of where they are not there. */
  @Test
  void saysWhatItCannotRestore() throws IOException {
    Path like = folder.resolve("like.safetensors");
    RawSafetensors partial = withForeignTensors();
    partial.remove("extra"); // of which the recipe knows nothing
    partial.write(like);
    partial.remove("2.weight");
    partial.remove("steps");
    Path out = folder.resolve("part.safetensors");
    partial.write(out);
    CommandRun run =
        CommandRun.of(
            "init",
            "--like",
            like,
            "--recipe",
            "pytorch",
            "--seed",
            "5",
            "-o",
            out,
            "--only-missing");
    assertEquals(0, run.exitCode());
    assertEquals(
        like + ": 1 tensor of types that are not filled left out: steps (I64)\n", run.err());
    assertArrayEquals(
        RawSafetensors.read(whole).data.get("2.weight"),
        RawSafetensors.read(out).data.get("2.weight"));
    assertEquals(
        "equal\n",
        CommandRun.of("verify", out, "--like", like, "--recipe", "pytorch", "--seed", "5").out());
  }

  /** SIGKILL at 50 random moments of the run: the old bytes or the new ones, nothing else. */
  @Test
  void aKilledRunLeavesTheOldOrTheNewFile() throws Exception {
    long seed = 1;
    System.out.println("OnlyMissingTest: seed " + seed);
    Random random = new Random(seed);
    Path large =
        Manifests.write(
            folder,
            "large.json",
            "{\"recipe\": \"pytorch\", \"parameters\": ["
                + parameter("a.weight", "[1024, 1024]", "F32")
                + ", "
                + parameter("b.weight", "[3072, 2048]", "F32")
                + ", "
                + parameter("c.weight", "[1024, 2048]", "F16")
                + "]}");
    Path all = folder.resolve("all.safetensors");
    CommandRun.of("init", large, "-o", all).assertDone();
    RawSafetensors partial = RawSafetensors.read(all);
    partial.put("steps", "I64", List.of(1L), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    Path expected = folder.resolve("expected.safetensors");
    Path old = folder.resolve("old.safetensors");
    partial.remove("b.weight");
    partial.write(old);
    Files.copy(old, expected);
    complete(large, expected).assertDone();
    Path place = Files.createDirectory(folder.resolve("place"));
    Path out = place.resolve("out.safetensors");
    long start = System.nanoTime();
    Files.copy(old, out);
    assertEquals(0, start(large, out).waitFor());
    long whole = (System.nanoTime() - start) / 1_000_000;
    int[] states = new int[2];
    int begun = 0;
    for (int kill = 0; kill < 50; kill++) {
      Files.copy(old, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Process process = start(large, out);
      Thread.sleep(whole / 3 + random.nextInt((int) whole));
      process.destroyForcibly().waitFor();
      boolean isOld = Files.mismatch(old, out) == -1;
      assertTrue(isOld || Files.mismatch(expected, out) == -1, "seed " + seed + ", kill " + kill);
      states[isOld ? 0 : 1]++;
      begun += names(place).size() > 1 ? 1 : 0;
    }
    System.out.println(
        "OnlyMissingTest: killed within "
            + whole
            + " ms: "
            + states[0]
            + " old, "
            + states[1]
            + " new, "
            + begun
            + " while writing");
    Files.copy(old, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    complete(large, out).assertDone();
    assertEquals(-1, Files.mismatch(expected, out));
    assertEquals(List.of("out.safetensors"), names(place));
  }

  private static Process start(Path manifest, Path out) throws IOException {
    return ChildCommand.of(
            List.of(), List.of(), "init", manifest, "-o", out, "--only-missing", "--backend", "cpu")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
