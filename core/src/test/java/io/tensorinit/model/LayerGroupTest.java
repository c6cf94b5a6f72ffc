package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LayerGroupTest {
  private static String text(List<LayerGroup> groups) {
    StringBuilder text = new StringBuilder();
    for (LayerGroup group : groups) {
      text.append(group.level())
          .append(" '")
          .append(group.name())
          .append("' ")
          .append(group.tensors())
          .append(" of ")
          .append(group.total())
          .append('\n');
    }
    return text.toString();
  }

  @Test
  void aSmallModelIsGroupedByItsLayers() {
    assertEquals(
        """
        0 '' [2] of 1
        0 'fc' [0, 1] of 2
        0 'norm' [3, 4] of 2
        """,
        text(LayerGroup.of(List.of("fc.weight", "fc.bias", "scale", "norm.weight", "norm.bias"))));
  }

  /** In a file's order, which is that of the text, layer 10 comes before layer 2. */
  @Test
  void layersStandInTheOrderOfTheirNumbers() {
    List<String> names = new ArrayList<>();
    for (String layer : List.of("0", "1", "10", "2")) {
      for (int i = 0; i < 12; i++) {
        names.add("h." + layer + ".w" + i);
      }
    }
    names.add("wte.weight");
    assertEquals(
        List.of("", "h", "h.0", "h.1", "h.2", "h.10"),
        LayerGroup.of(names).stream().map(LayerGroup::name).toList());
    assertEquals(
        List.of(0, 0, 1, 1, 1, 1), LayerGroup.of(names).stream().map(LayerGroup::level).toList());
    assertEquals(48, LayerGroup.of(names).get(1).total());
  }

  @Test
  void whatAllNamesBeginWithIsNoGroupOfItsOwn() {
    assertEquals(
        "0 'model.encoder' [0, 1] of 2\n",
        text(LayerGroup.of(List.of("model.encoder.a.w", "model.encoder.b.w"))));
    assertEquals(
        "0 'dense' [0, 1] of 2\n", text(LayerGroup.of(List.of("dense/kernel", "dense/bias"))));
    assertEquals("0 '' [0] of 1\n", text(LayerGroup.of(List.of("w"))));
    assertEquals("", text(LayerGroup.of(List.of())));
  }

  /** The root alone lies outside of all layers. */
  @Test
  void namesThatBeginWithASeparatorMakeNoSecondRoot() {
    List<String> names = List.of(".fc.weight", ".fc.bias", ".scale", ".shift", "w", "x.a", "x.b");
    List<LayerGroup> groups = LayerGroup.of(names);
    assertEquals(
        """
        0 '' [4] of 1
        0 '.' [2, 3, 0, 1] of 4
        0 'x' [5, 6] of 2
        """,
        text(groups));
    assertEquals(List.of(true, false, false), groups.stream().map(LayerGroup::isRoot).toList());
    List<String> layers = new ArrayList<>(List.of("w"));
    IntStream.range(0, 60).forEach(i -> layers.add("/h/" + i / 2 + "/w" + i % 2));
    IntStream.range(0, 60).forEach(i -> layers.add("/g/" + i / 2 + "/w" + i % 2));
    List<LayerGroup> deep = LayerGroup.of(layers);
    assertEquals(1, deep.stream().filter(LayerGroup::isRoot).count());
    assertEquals(
        List.of("", "/", "/h", "/h/0"), deep.stream().limit(4).map(LayerGroup::name).toList());
    assertEquals(List.of(0, 0, 1, 2), deep.stream().limit(4).map(LayerGroup::level).toList());
    assertEquals(120, deep.get(1).total());
  }

  /** Names of others are any text: only separators, empty parts, thousands of parts. */
  @Test
  void everyNameHasOnePlace() {
    List<String> names = new ArrayList<>(List.of("", ".", "..", "a..b", "/", "a", "a.", ".a"));
    names.add("x.".repeat(100_000));
    names.add("x.".repeat(50_000) + "y");
    names.add("1".repeat(100_000) + ".w");
    names.add("h." + "0".repeat(50_000) + "7.w");
    IntStream.range(0, 100).forEach(i -> names.add("h." + i + ".w" + i % 3));
    List<Integer> places =
        LayerGroup.of(names).stream().flatMap(group -> group.tensors().stream()).sorted().toList();
    assertEquals(IntStream.range(0, names.size()).boxed().toList(), places);
  }

  @Test
  void manyTensorsTakeLittleTime() {
    List<String> names =
        IntStream.range(0, 100_000).mapToObj(i -> "layers." + i / 2 + ".w" + i % 2).toList();
    List<LayerGroup> groups = LayerGroup.of(names);
    assertEquals(50_001, groups.size());
    assertTrue(groups.stream().skip(1).allMatch(group -> group.tensors().size() == 2));
  }
}
