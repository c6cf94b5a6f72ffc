package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Finding;
import io.tensorinit.checkpoint.Findings;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are planted in a checkpoint are found, and nothing else is. */
class FindingsTest {
  @TempDir Path folder;

  private static String line(Finding finding) {
    return finding.kind() + " " + finding.tensors() + " " + finding.text();
  }

  private static List<String> ofFile(Path file) throws IOException {
    return Findings.ofFile(file, Checkpoints.inspect(file)).stream()
        .map(FindingsTest::line)
        .toList();
  }

  private static List<String> ofFile(Path file, Path manifest) throws IOException {
    Model model = Manifest.read(manifest).model();
    return Findings.ofFile(file, model, Checkpoints.inspect(file, model, Progress.NONE)).stream()
        .map(FindingsTest::line)
        .toList();
  }

  private static Model model(Path manifest) throws IOException {
    return Manifest.read(manifest).model();
  }

  @Test
  void aModelAsPlannedHasNone() throws IOException {
    Path manifest = Faults.sound(folder);
    Path file = folder.resolve("sound.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    assertEquals(List.of(), Findings.ofPlan(model(manifest)));
    assertEquals(List.of(), ofFile(file, manifest));
    assertEquals(List.of(), ofFile(file));
  }

  @Test
  void everyPlantedFaultIsFound() throws IOException {
    Path manifest = Faults.sound(folder);
    Path file = Faults.planted(folder, manifest);
    assertEquals(
        List.of(
            "NAN [blocks.0.fc.weight] 3 of 4,096 values (0.0732%)",
            "INFINITE [half] 2 of 4,096 values (0.0488%)",
            "MISSING [head.weight] planned F32 [10, 64], he_normal",
            "EXTRA [extra] no parameter of this name",
            "OTHER_FORM [head.bias] F32 [5, 2], planned F32 [10]",
            "ALL_ZERO [blocks.1.fc.weight] all 4,096 values are 0, planned std 0.177",
            "ONE_VALUE [blocks.2.fc.weight] all 4,096 values are 0.25, planned std 0.177",
            "OFF_PLAN [blocks.3.fc.weight] std 0.356, planned 0.177;"
                + " min -0.802, planned -0.402; max 0.804, planned 0.402",
            "SATURATED [half] 5 of 4,096 values (0.122%) at the end of the type's range",
            "EQUAL [blocks.5.fc.weight, blocks.4.fc.weight] same values, bit for bit"),
        ofFile(file, manifest));
  }

  @Test
  void withoutAPlanTheValuesTellWhatTheyCan() throws IOException {
    Path file = Faults.planted(folder, Faults.sound(folder));
    assertEquals(
        List.of(
            "NAN [blocks.0.fc.weight] 3 of 4,096 values (0.0732%)",
            "INFINITE [half] 2 of 4,096 values (0.0488%)",
            "ALL_ZERO [blocks.1.fc.weight] all 4,096 values are 0",
            "ALL_ZERO [head.bias] all 10 values are 0",
            "ONE_VALUE [blocks.2.fc.weight] all 4,096 values are 0.25",
            "SATURATED [half] 5 of 4,096 values (0.122%) at the end of the type's range",
            "EQUAL [blocks.5.fc.weight, blocks.4.fc.weight] same values, bit for bit"),
        ofFile(file));
  }

  /** N(0, 0.001) in 8 bits, whose least value is 2^-9: all but what lies beyond 2^-10. */
  @Test
  void aTypeTooNarrowIsFound() throws IOException {
    Path manifest =
        Manifests.write(
            folder,
            "narrow.json",
            "{\"dtype\": \"F8_E4M3\", \"parameters\": ["
                + "{\"name\": \"w\", \"shape\": [64, 64], \"init\": 0.001}]}");
    Path file = folder.resolve("narrow.safetensors");
    CommandRun.of("init", manifest, "-o", file, "--seed", "3").assertDone();
    List<String> found = ofFile(file, manifest);
    assertEquals(1, found.size(), found.toString());
    assertEquals(
        "ROUNDED_TO_ZERO [w] N of 4,096 values (N%) are too small for F8_E4M3",
        found.get(0).replaceAll("[\\d,]+ of", "N of").replaceAll("\\([0-9.]+%", "(N%"));
  }

  @Test
  void aPlanTellsWhatWillGoWrong() throws IOException {
    Path manifest =
        Manifests.write(
            folder,
            "plan.json",
            """
            {"rules": [{"match": "nothing", "init": "ones"}], "parameters": [
              {"name": "a", "shape": [4, 4], "init": "he_normal", "key": 7},
              {"name": "b", "shape": [4, 4], "init": "he_normal", "key": 7},
              {"name": "c", "shape": [4, 4], "init": "identity", "key": 7},
              {"name": "d", "shape": [4, 4], "init": "identity", "key": 7},
              {"name": "wide", "shape": [4, 4], "init": 20000, "dtype": "F16"}]}
            """);
    List<String> found = Findings.ofPlan(model(manifest)).stream().map(FindingsTest::line).toList();
    assertEquals(3, found.size(), found.toString());
    assertEquals("EQUAL [b, a] same key 0x0000000000000007 and same initializer", found.get(0));
    assertEquals("OVERFLOW [wide] values may overflow dtype F16", found.get(1).substring(0, 45));
    assertEquals("IDLE_RULE [] rules[0] matches no parameter: match \"nothing\"", found.get(2));
  }

  /** A tied tensor that is stored twice is as it should be; with another's values it is not. */
  @Test
  void tiesAreNoLookalikes() throws IOException {
    Path manifest =
        Manifests.write(
            folder,
            "tied.json",
            """
            {"parameters": [
              {"name": "wte", "shape": [8, 8], "init": "he_normal"},
              {"name": "head", "shape": [8, 8], "tied_to": "wte"}]}
            """);
    Path file = folder.resolve("tied.safetensors");
    RawSafetensors raw = new RawSafetensors();
    ByteBuffer values = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 64; i++) {
      values.putFloat(i % 2 == 0 ? 0.5f : -0.5f);
    }
    raw.put("wte", "F32", List.of(8L, 8L), values.array());
    raw.put("head", "F32", List.of(8L, 8L), values.array());
    raw.write(file);
    assertEquals(List.of(), ofFile(file, manifest));
    assertEquals(List.of("EQUAL [head, wte] same values, bit for bit"), ofFile(file));
  }
}
