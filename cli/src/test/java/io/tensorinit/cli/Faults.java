package io.tensorinit.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/** A small model, and its checkpoint with one fault of each kind in it. */
final class Faults {
  private Faults() {}

  /** The manifest: six blocks, a head, a tensor in float16. */
  static Path sound(Path folder) throws IOException {
    StringBuilder parameters = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      parameters.append(
          """
          {"name": "blocks.%d.fc.weight", "shape": [64, 64], "init": "he_normal"},
          {"name": "blocks.%d.fc.bias", "shape": [64], "init": "zeros"},
          {"name": "blocks.%d.norm.weight", "shape": [64], "init": "ones"},
          """
              .formatted(i, i, i));
    }
    return Manifests.write(
        folder,
        "faults.json",
        "{\"seed\": 1, \"parameters\": [\n"
            + parameters
            + """
            {"name": "half", "shape": [64, 64], "init": "glorot_uniform", "dtype": "F16"},
            {"name": "head.weight", "shape": [10, 64], "init": "he_normal"},
            {"name": "head.bias", "shape": [10], "init": "zeros"}]}
            """);
  }

  /** The checkpoint. */
  static Path planted(Path folder, Path manifest) throws IOException {
    Path file = folder.resolve("faults.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    RawSafetensors raw = RawSafetensors.read(file);
    ByteBuffer lost = values(raw, "blocks.0.fc.weight");
    for (int i = 100; i < 103; i++) {
      lost.putFloat(4 * i, Float.NaN);
    }
    ByteBuffer dead = values(raw, "blocks.1.fc.weight");
    ByteBuffer alike = values(raw, "blocks.2.fc.weight");
    ByteBuffer wide = values(raw, "blocks.3.fc.weight");
    for (int i = 0; i < 64 * 64; i++) {
      dead.putFloat(4 * i, 0);
      alike.putFloat(4 * i, 0.25f);
      wide.putFloat(4 * i, 2 * wide.getFloat(4 * i));
    }
    raw.data.put("blocks.5.fc.weight", raw.data.get("blocks.4.fc.weight"));
    ByteBuffer half = values(raw, "half");
    for (int i = 0; i < 5; i++) {
      half.putShort(2 * i, (short) 0x7bff);
    }
    half.putShort(20, (short) 0x7c00).putShort(22, (short) 0xfc00);
    raw.remove("head.weight");
    raw.put("head.bias", "F32", List.of(5L, 2L), raw.data.get("head.bias"));
    raw.put("extra", "F32", List.of(3L), new byte[12]);
    raw.write(file);
    return file;
  }

  private static ByteBuffer values(RawSafetensors raw, String tensor) {
    return ByteBuffer.wrap(raw.data.get(tensor)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
