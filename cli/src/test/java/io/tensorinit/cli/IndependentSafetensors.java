package io.tensorinit.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reader of safetensors files, which shares no code with the library: 8 bytes of length, a
 * JSON header, the tensors. For names without escapes; reads F32 alone.
 */
final class IndependentSafetensors {
  private static final Pattern TENSOR =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":(\\[[\\d,]*\\]),"
              + "\"data_offsets\":\\[(\\d+),(\\d+)\\]\\}");

  final Map<String, String> forms = new LinkedHashMap<>();
  final Map<String, float[]> values = new LinkedHashMap<>();

  IndependentSafetensors(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) bytes.getLong();
    byte[] header = new byte[headerBytes];
    bytes.get(header);
    Matcher tensor = TENSOR.matcher(new String(header, StandardCharsets.UTF_8));
    while (tensor.find()) {
      forms.put(tensor.group(1), tensor.group(2) + " " + tensor.group(3));
      int begin = Integer.parseInt(tensor.group(4));
      float[] read = new float[(Integer.parseInt(tensor.group(5)) - begin) / Float.BYTES];
      bytes.position(8 + headerBytes + begin);
      bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
      values.put(tensor.group(1), read);
    }
  }
}
