package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose parameters are those of a checkpoint, and manifests from stdin. */
class LikeTest {
  private static final String PARAMETERS =
      "\"parameters\": ["
          + "{\"name\": \"fc.weight\", \"shape\": [8, 4]},"
          + "{\"name\": \"fc.bias\", \"shape\": [8]},"
          + "{\"name\": \"out.weight\", \"shape\": [2, 8], \"dtype\": \"F64\"}]}";

  @TempDir Path folder;

  private Path manifest(String start) throws IOException {
    return Files.writeString(folder.resolve("m.json"), "{" + start + PARAMETERS);
  }

  private void safetensors(Path file, String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        file,
        ByteBuffer.allocate(8 + json.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
  }

  @Test
  void takesNamesShapesAndDtypesFromEveryKindOfCheckpoint() throws IOException {
    Path zeros = manifest("\"rules\": [{\"match\": \"*\", \"init\": \"zeros\"}], ");
    Path expected = folder.resolve("expected.safetensors");
    Path sharded = Files.createDirectory(folder.resolve("sharded"));
    Path npz = folder.resolve("old.npz");
    CommandRun.of("init", zeros, "-o", npz).assertDone();
    CommandRun.of("init", zeros, "-o", sharded.resolve("model.safetensors")).assertDone();
    CommandRun.of("init", manifest("\"recipe\": \"pytorch\", \"seed\": 7, "), "-o", expected)
        .assertDone();
    for (Path like : new Path[] {npz, sharded, sharded.resolve("model.safetensors")}) {
      Path found = folder.resolve("found.safetensors");
      Object[] options = {"--like", like, "--recipe", "pytorch", "--seed", "7"};
      CommandRun run =
          CommandRun.of(
              "init",
              options[0],
              options[1],
              options[2],
              options[3],
              options[4],
              options[5],
              "-o",
              found);
      run.assertDone();
      assertEquals("", run.err());
      assertEquals(-1, Files.mismatch(expected, found), like.toString());
      assertEquals(
          "equal\n",
          CommandRun.of("verify", found, "--like", like, "--recipe", "pytorch", "--seed", "7")
              .assertDone()
              .out());
    }
    assertTrue(
        CommandRun.of("plan", "--like", npz, "--recipe", "pytorch")
            .assertDone()
            .out()
            .contains("out.weight  2x8"));
  }

  @Test
  void leavesOutWhatIsNotFilledAndSaysSo() throws IOException {
    Path old = folder.resolve("old.safetensors");
    safetensors(
        old,
        "{\"ids\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},"
            + "\"blocks\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[8,9]},"
            + "\"fc.weight\":{\"dtype\":\"BF16\",\"shape\":[2,2],\"data_offsets\":[9,17]}}",
        17);
    Path out = folder.resolve("out.safetensors");
    CommandRun run = CommandRun.of("init", "--like", old, "--recipe", "pytorch", "-o", out);
    assertEquals(0, run.exitCode());
    assertEquals(
        old + ": 2 tensors of types that are not filled left out: ids (I64), blocks (F4)\n",
        run.err());
    assertTrue(CommandRun.of("inspect", out).assertDone().out().contains("fc.weight  2x2    BF16"));
  }

  /** A file of one rank: rows 2 and 3 of a tensor of four. */
  @Test
  void aPartStandsForTheWhole() throws IOException {
    Path part = folder.resolve("part.safetensors");
    String cut = "{\\\"w\\\":{\\\"saved_offsets\\\":[2,0],\\\"shape\\\":[4,3]}}";
    String tensor = "\"w\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}";
    safetensors(part, "{\"__metadata__\":{\"DCP_SHARDING_INFO\":\"" + cut + "\"}," + tensor, 24);
    assertTrue(
        CommandRun.of("plan", "--like", part, "--recipe", "pytorch")
            .assertDone()
            .out()
            .contains("w      4x3"));
    safetensors(
        part,
        "{\"__metadata__\":{\"DCP_SHARDING_INFO\":\""
            + cut.replace(",\\\"shape\\\":[4,3]", "")
            + "\"},"
            + tensor,
        24);
    CommandRun.of("plan", "--like", part, "--recipe", "pytorch")
        .assertFails(2, part + ": tensor \"w\" is a part, and the file does not say of what shape");
  }

  @Test
  void refusesWhatDoesNotSayAModel() throws IOException {
    Path npz = folder.resolve("old.npz");
    Path zeros = manifest("\"rules\": [{\"match\": \"*\", \"init\": \"zeros\"}], ");
    CommandRun.of("init", zeros, "-o", npz).assertDone();
    CommandRun.of("plan", "--like", npz)
        .assertFails(
            2, "--like FILE needs --recipe NAME: a checkpoint says nothing of initializers");
    CommandRun.of("plan", zeros, "--like", npz, "--recipe", "pytorch")
        .assertFails(
            2,
            "--like FILE stands in the place of MANIFEST, but both were given: "
                + npz
                + " and "
                + zeros);
    CommandRun.of("plan", "--like", folder.resolve("none"), "--recipe", "pytorch")
        .assertFails(2, "cannot read " + folder.resolve("none") + ": no such file");
  }

  private static CommandRun withStdin(String text, Object... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandRun.of(args);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void readsAManifestFromStdin() {
    String manifest = "{\"recipe\": \"pytorch\", " + PARAMETERS;
    Path out = folder.resolve("out.safetensors");
    assertTrue(withStdin(manifest, "plan", "-").assertDone().out().contains("fc.weight"));
    withStdin(manifest, "init", "-", "-o", out).assertDone();
    assertEquals("equal\n", withStdin(manifest, "verify", out, "-").assertDone().out());
    CommandRun different = withStdin(manifest, "verify", out, "-", "--seed", "1");
    assertEquals(1, different.exitCode());
    assertEquals("tensorinit: " + out + " differs from stdin\n", different.err());
    withStdin("{", "plan", "-")
        .assertFails(2, "stdin: line 1, column 2: the document ends too early");
    withStdin("{\"seed\": null, \"recipe\": \"pytorch\", " + PARAMETERS, "verify", out, "-")
        .assertFails(2, "stdin: seed is null: give --seed S");
  }
}
