package io.tensorinit.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as JSON, the same on every machine and JDK: integers exactly, doubles with the
 * fewest digits that read back as the same double, what is not finite as {@code null}.
 */
public final class JsonWriter {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);

  private JsonWriter() {}

  /**
   * Writes a tree on one line.
   *
   * @param tree the tree, see the package; also {@code Integer} and {@code Float}
   * @return the JSON, without a line break at its end
   * @throws IllegalArgumentException if the tree holds anything else
   */
  public static String compact(@Nullable Object tree) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  /**
   * Writes a tree with indents: a line for each field of an object, arrays of numbers on one line,
   * a line break at the end.
   *
   * @param tree the tree, see the package; also {@code Integer} and {@code Float}
   * @param out where it goes; it is not closed
   * @throws IOException if {@code out} fails
   * @throws IllegalArgumentException if the tree holds anything else
   */
  public static void write(@Nullable Object tree, Writer out) throws IOException {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter(SEPARATORS).withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.setPrettyPrinter(lines);
      write(tree, generator);
    }
    out.write('\n');
  }

  private static void write(@Nullable Object node, JsonGenerator out) throws IOException {
    if (node instanceof Map<?, ?> fields) {
      out.writeStartObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        out.writeFieldName((String) field.getKey());
        write(field.getValue(), out);
      }
      out.writeEndObject();
    } else if (node instanceof List<?> elements) {
      out.writeStartArray();
      for (Object element : elements) {
        write(element, out);
      }
      out.writeEndArray();
    } else {
      writeScalar(node, out);
    }
  }

  private static void writeScalar(@Nullable Object scalar, JsonGenerator out) throws IOException {
    if (scalar == null) {
      out.writeNull();
    } else if (scalar instanceof String text) {
      out.writeString(text);
    } else if (scalar instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (scalar instanceof BigInteger integer) {
      out.writeNumber(integer);
    } else if (scalar instanceof Long || scalar instanceof Integer) {
      out.writeNumber(((Number) scalar).longValue());
    } else if (scalar instanceof Double || scalar instanceof Float) {
      writeDouble(((Number) scalar).doubleValue(), out);
    } else {
      throw new IllegalArgumentException("JSON has no " + scalar.getClass().getName());
    }
  }

  private static void writeDouble(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }
}
