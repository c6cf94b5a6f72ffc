package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints with tensors of types that are not filled, as MXFP4 models have them. */
class ForeignTypesTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("mxfp4.safetensors");
    byte[] header =
        ("{\"__metadata__\":null,"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"w_blocks\":{\"dtype\":\"F4\",\"shape\":[2,4],\"data_offsets\":[8,12]},"
                + "\"w_scales\":{\"dtype\":\"F8_E8M0\",\"shape\":[2],\"data_offsets\":[12,14]},"
                + "\"new\":{\"dtype\":\"I4\",\"shape\":[3],\"data_offsets\":[14,16]}}")
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header).putFloat(1).putFloat(3);
    Files.write(file, bytes.array());
  }

  @Test
  void inspectListsThemWithoutStatistics() {
    List<String> lines = CommandRun.of("inspect", file).assertDone().out().lines().toList();
    assertEquals(5, lines.size());
    assertTrue(lines.get(1).matches("w +2 +F32 +8 +2 +2 +1 +1 +3 +0 +0 .*"), lines.get(1));
    assertTrue(lines.get(2).matches("w_blocks +2x4 +F4 +4 +8 +- +- +- +- +- +- *"), lines.get(2));
    assertTrue(lines.get(3).matches("w_scales +2 +F8_E8M0 +2 +2 +- +- .*"), lines.get(3));
    assertTrue(lines.get(4).matches("new +3 +I4 +2 +3 +- +- .*"), lines.get(4));
  }

  @Test
  void inspectGivesNullForTheirStatistics() throws Exception {
    String out = CommandRun.of("inspect", file, "--json").assertDone().out();
    Map<?, ?> tree = (Map<?, ?>) JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
    Map<?, ?> blocks = (Map<?, ?>) ((List<?>) tree.get("tensors")).get(1);
    assertEquals("F4", blocks.get("dtype"));
    assertEquals(List.of(2L, 4L), blocks.get("shape"));
    assertEquals(4L, blocks.get("bytes"));
    assertEquals(8L, blocks.get("count"));
    for (String field : List.of("mean", "std", "min", "max", "zeros", "nan", "histogram")) {
      assertTrue(blocks.containsKey(field), field);
      assertNull(blocks.get(field), field);
    }
  }

  @Test
  void inspectReportsThemWithoutPictures() throws IOException {
    Path report = folder.resolve("report.html");
    CommandRun.of("inspect", file, "--html", report).assertDone();
    String page = Files.readString(report);
    assertTrue(page.contains("<tr><th>w_blocks<td>2x4<td>F4<td><td>-<td>-<td>-<td>-<td>-"));
    assertFalse(page.contains("<td>null"));
  }

  @Test
  void verifyNamesThemForWhatTheyAre() throws IOException {
    Path manifest = folder.resolve("m.json");
    String rest = "{\"name\": \"w\", \"shape\": [2], \"init\": \"zeros\"}";
    Files.writeString(manifest, "{\"parameters\": [" + rest + "]}");
    CommandRun extra = CommandRun.of("verify", file, manifest);
    assertEquals(1, extra.exitCode());
    assertEquals("different: tensor \"w_blocks\" is not in the model\n", extra.out());
    Files.writeString(
        manifest,
        "{\"parameters\": ["
            + rest
            + ", {\"name\": \"w_blocks\", \"shape\": [2, 4], \"init\": \"zeros\"}"
            + ", {\"name\": \"w_scales\", \"shape\": [2], \"init\": \"zeros\"}"
            + ", {\"name\": \"new\", \"shape\": [3], \"init\": \"zeros\"}]}");
    CommandRun other = CommandRun.of("verify", file, manifest);
    assertEquals(1, other.exitCode());
    assertEquals("different: tensor \"w_blocks\": expected dtype F32, found F4\n", other.out());
  }
}
