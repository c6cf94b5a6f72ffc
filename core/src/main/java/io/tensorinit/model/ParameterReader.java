package io.tensorinit.model;

import io.tensorinit.json.MessageText;
import io.tensorinit.layout.Role;
import io.tensorinit.recipe.Kind;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the JSON tree of one parameter to its description. */
final class ParameterReader {
  private static final List<String> FIELDS =
      List.of(
          "name",
          "shape",
          "dtype",
          "layout",
          "init",
          "kind",
          "role",
          "groups",
          "batch_axes",
          "parts",
          "fan_in",
          "fan_out",
          "scale",
          "tied_to",
          "shard",
          "key");
  private static final List<String> PARTS_FIELDS = List.of("axis", "sizes");
  private static final List<String> PART_FIELDS = List.of("size", "init", "fan_in", "fan_out");

  private final CommonFields common;

  /**
   * A reader of one manifest's parameters.
   *
   * @param common reads the fields that other objects have, too
   */
  ParameterReader(CommonFields common) {
    this.common = common;
  }

  ParameterSpec read(String place, Object node) {
    String named =
        node instanceof Map<?, ?> map && map.get("name") instanceof String name
            ? place + " " + MessageText.quoted(name)
            : place;
    ManifestFields fields = new ManifestFields(named, node, FIELDS);
    return fields.located(() -> described(named, fields));
  }

  private ParameterSpec described(String place, ManifestFields fields) {
    ParameterSpec spec =
        ParameterSpec.of(fields.requiredText("name"), Shape.of(fields.sizes("shape")));
    spec = common.dtype(fields).map(spec::dtype).orElse(spec);
    spec = common.layout(fields).map(spec::layout).orElse(spec);
    spec = common.init(fields).map(spec::init).orElse(spec);
    spec = fields.text("kind").map(spec::kind).orElse(spec);
    spec = fields.parsed("role", ParameterReader::role).map(spec::role).orElse(spec);
    spec = fields.integer("groups", 1).map(spec::groups).orElse(spec);
    spec = fields.axes("batch_axes").map(spec::batchAxes).orElse(spec);
    spec = fields.text("tied_to").map(spec::tiedTo).orElse(spec);
    spec = CommonFields.shard(fields).map(spec::shard).orElse(spec);
    spec = key(fields).map(spec::key).orElse(spec);
    if (fields.has("fan_in") || fields.has("fan_out")) {
      spec = spec.fans(fan(fields, "fan_in"), fan(fields, "fan_out"));
    }
    if (fields.has("scale")) {
      spec = spec.scale(fields.number("scale").getAsDouble());
    }
    return fields.has("parts") ? parts(place, fields, spec) : spec;
  }

  private static double fan(ManifestFields fields, String which) {
    return fields.integer(which, 1).map(Long::doubleValue).orElse(Double.NaN);
  }

  private static Role role(String name) {
    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(wanted))
        .findFirst()
        .or(() -> Kind.roleOf(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role must be one of "
                        + Arrays.stream(Role.values())
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + ", was "
                        + MessageText.quoted(name)));
  }

  private static Optional<Key> key(ManifestFields fields) {
    Object value = fields.raw("key");
    if (!fields.has("key")) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(Key.parse(text));
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return Optional.of(Key.raw(((Number) value).longValue()));
    }
    throw fields.refused("key", "a decimal or 0x integer", value);
  }

  private ParameterSpec parts(String place, ManifestFields fields, ParameterSpec spec) {
    if (fields.raw("parts") instanceof Map<?, ?> object) {
      ManifestFields parts = new ManifestFields(place + ": parts", object, PARTS_FIELDS);
      List<Part> sizes = parts(place + ": parts.sizes", parts.list("sizes"));
      return parts
          .axis("axis")
          .map(axis -> spec.parts(axis, sizes))
          .orElseGet(() -> spec.parts(sizes));
    }
    return spec.parts(parts(place + ": parts", fields.list("parts")));
  }

  private List<Part> parts(String place, List<?> nodes) {
    if (nodes.isEmpty()) {
      throw new ManifestException(place + " must be one part or more, was []");
    }
    List<Part> parts = new ArrayList<>();
    for (Object node : nodes) {
      parts.add(part(place + "[" + parts.size() + "]", node));
    }
    return parts;
  }

  /** A size, or an object with a size and what is the part's own. */
  private Part part(String place, Object node) {
    if (node instanceof Long size && size >= 0) {
      return Part.of(size);
    }
    if (!(node instanceof Map<?, ?>)) {
      throw new ManifestException(
          place + " must be a size of 0 or more or an object, was " + ManifestFields.spelled(node));
    }
    ManifestFields fields = new ManifestFields(place, node, PART_FIELDS);
    Part part = Part.of(fields.integer("size", 0).orElseThrow(() -> fields.missing("size")));
    part = common.init(fields).map(part::init).orElse(part);
    return fields.has("fan_in") || fields.has("fan_out")
        ? part.fans(fan(fields, "fan_in"), fan(fields, "fan_out"))
        : part;
  }
}
