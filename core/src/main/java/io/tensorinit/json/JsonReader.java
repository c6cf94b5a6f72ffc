package io.tensorinit.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document as RFC 8259 says and no other way: UTF-8 without a byte order mark, no key
 * twice in an object, no unpaired surrogate, nothing after the document, no integer beyond 64 bits
 * (-2^63 .. 2^64 - 1), no number that overflows a double, at most {@value #DEEPEST} levels.
 *
 * <p>Every fault is a {@link JsonException} whose message gives line and column, from 1.
 */
public final class JsonReader {
  /** The deepest nesting of arrays and objects that is read. */
  static final int DEEPEST = 256;

  private static final int LONGEST_NUMBER = 1000;

  /** Digits and sign of which every integer fits 64 bits. */
  private static final int SHORT_INTEGER = 18;

  private static final BigInteger MIN = BigInteger.ONE.shiftLeft(63).negate();
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /** What the library's messages say about options that are not offered here. */
  private static final Pattern LENIENT_OPTION =
      Pattern.compile(":? \\(?enable `(Json|Stream)ReadFeature.*");

  /** How the library's messages say where an array or an object begins. */
  private static final Pattern START =
      Pattern.compile("\\[Source: [^;]*; (line): (\\d+), (column): (\\d+)]");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a document.
   *
   * @param bytes the whole document
   * @return the tree, see the package; null for the document {@code null}
   * @throws JsonException if the bytes are no strict JSON
   */
  public static @Nullable Object read(byte[] bytes) throws JsonException {
    try (JsonParser parser = FACTORY.createParser(StrictUtf8.decode(bytes))) {
      return new JsonReader(parser).document();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
  }

  private @Nullable Object document() throws IOException, JsonException {
    try {
      parser.nextToken();
      Object document = value();
      if (parser.nextToken() != null) {
        throw fault("text after the end of the document");
      }
      return document;
    } catch (StreamConstraintsException e) {
      throw located(parser.currentLocation(), constraint(e));
    } catch (JsonEOFException e) {
      throw located(e.getLocation(), "the document ends too early");
    } catch (JsonProcessingException e) {
      throw located(e.getLocation(), plain(e.getOriginalMessage()));
    }
  }

  private @Nullable Object value() throws IOException, JsonException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw fault("the document ends too early");
    }
    switch (token) {
      case START_OBJECT:
        return object();
      case START_ARRAY:
        return array();
      case VALUE_STRING:
        return paired(parser.getText());
      case VALUE_NUMBER_INT:
        return integer(parser.getText());
      case VALUE_NUMBER_FLOAT:
        return fraction(parser.getText());
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      default:
        throw fault("unexpected " + token.asString());
    }
  }

  private Map<String, @Nullable Object> object() throws IOException, JsonException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = paired(parser.currentName());
      parser.nextToken();
      fields.put(name, value());
    }
    return fields;
  }

  private List<@Nullable Object> array() throws IOException, JsonException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return elements;
  }

  private String paired(String text) throws JsonException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw fault("a string with an unpaired surrogate, which is no Unicode text");
      }
    }
    return text;
  }

  private Object integer(String digits) throws JsonException {
    if (digits.length() <= SHORT_INTEGER) {
      return Long.valueOf(digits);
    }
    BigInteger value = new BigInteger(digits);
    if (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0) {
      throw fault("an integer must lie in -2^63 .. 2^64 - 1, was " + digits);
    }
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return value;
  }

  private Double fraction(String digits) throws JsonException {
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw fault("a number must be finite in 64 bits, was " + digits);
    }
    return value;
  }

  private JsonException fault(String what) {
    return located(parser.currentTokenLocation(), what);
  }

  private static String constraint(StreamConstraintsException e) {
    String message = e.getOriginalMessage();
    if (message.contains("nesting depth")) {
      return "nested deeper than " + DEEPEST + " levels";
    }
    if (message.contains("Number value length")) {
      return "a number of more than " + LONGEST_NUMBER + " digits";
    }
    return message;
  }

  /** One of the library's messages, as this package says things. */
  private static String plain(String message) {
    return START.matcher(LENIENT_OPTION.matcher(message).replaceAll("")).replaceAll("$1 $2, $3 $4");
  }

  private static JsonException located(JsonLocation location, String what) {
    return new JsonException(
        "line "
            + Math.max(1, location.getLineNr())
            + ", column "
            + Math.max(1, location.getColumnNr())
            + ": "
            + what.replaceAll("\\R", " "));
  }
}
