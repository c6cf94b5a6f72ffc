package io.tensorinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.testkit.Arrow;
import io.tensorinit.testkit.Floors;
import io.tensorinit.testkit.HiddenTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The core's packages stand where the picture in {@code ARCHITECTURE.md} shows them. */
class FloorsTest {
  private static final Path CLASSES = Path.of("target", "classes");

  private static final Floors MADE_UP =
      Floors.parse(
          """
          tools    tool                   uses all
          library  io.tensorinit          the roof

                   room.*                 a room each
                   left, right            beside each other
                   ground                 what all stand on
          """);

  @Test
  void everyPackageNeedsLowerOnesAlone() throws Exception {
    Floors floors = Floors.read(Path.of("..", "ARCHITECTURE.md"));
    assertEquals(List.of(), floors.complaints("core", Arrow.of(CLASSES)));
  }

  /** Of packages that are not exported: whatever is public there is so for another package. */
  @Test
  void whatOnePackageUsesIsNotPublic() throws Exception {
    HiddenTypes hidden = HiddenTypes.ofModule(CLASSES);
    assertEquals(Set.of(), hidden.needlesslyPublic(Arrow.of(CLASSES)));
    assertFalse(hidden.publicTypes().isEmpty(), "no package is hidden");
  }

  /** Arrows within a package do not count, those to a nested type count for the outermost. */
  @Test
  void whatNoOtherPackageUsesIsFound() throws Exception {
    String type = "io.tensorinit.testkit.HiddenTypes";
    HiddenTypes hidden = new HiddenTypes(Path.of("target", "test-classes"), Set.of(), Set.of());
    Arrow within = new Arrow("io.tensorinit.testkit.Floors", type);
    assertTrue(hidden.needlesslyPublic(List.of(within)).contains(type));
    Arrow abroad = new Arrow("io.tensorinit.FloorsTest", type + "$Nested");
    assertFalse(hidden.needlesslyPublic(List.of(abroad)).contains(type));
    HiddenTypes named = new HiddenTypes(hidden.folder(), Set.of(), Set.of(type));
    assertFalse(named.needlesslyPublic(List.of()).contains(type));
    HiddenTypes exported =
        new HiddenTypes(hidden.folder(), Set.of("io.tensorinit.testkit"), Set.of());
    assertFalse(exported.publicTypes().contains(type));
  }

  @Test
  void arrowsThatLeadDownAreFine() {
    assertEquals(List.of("tools", "library"), MADE_UP.modules());
    assertEquals(List.of(), library("A -> room.a.B", "room.a.C -> room.b.B", "left.L -> ground.G"));
    assertEquals(List.of(), MADE_UP.complaints("tools", arrows("tool.T -> A", "tool.T -> left.L")));
  }

  @Test
  void anArrowUpwardsIsRefused() {
    assertEquals(
        List.of("io.tensorinit.ground.G -> io.tensorinit.left.L: leads to a higher floor"),
        library("ground.G -> left.L"));
  }

  @Test
  void anArrowToTheOwnFloorIsRefused() {
    assertEquals(
        List.of(
            "io.tensorinit.left.L -> io.tensorinit.right.R$In:"
                + " leads to another package of its own floor"),
        library("left.L -> right.R$In"));
  }

  @Test
  void aCircleBetweenRoomsIsRefused() {
    assertEquals(
        List.of("a circle: io.tensorinit.room.b -> io.tensorinit.room.c -> io.tensorinit.room.b"),
        library("room.a.A -> room.b.B", "room.b.B -> room.c.C", "room.c.D -> room.b.E"));
  }

  @Test
  void aPackageThatThePictureLacksIsRefused() {
    assertEquals(
        List.of("the picture has no io.tensorinit.cellar in library"),
        library("cellar.C -> cellar.D"));
    assertEquals(
        List.of(
            "io.tensorinit.left.L -> io.tensorinit.attic.A: the picture has no"
                + " io.tensorinit.attic"),
        library("left.L -> attic.A"));
    assertEquals(
        List.of("the picture has no io.tensorinit.tool in library"), library("tool.T -> tool.T"));
  }

  @Test
  void aPackageThatTheCodeLacksIsRefused() {
    assertEquals(
        List.of(
            "the picture has io.tensorinit in library, the code has not",
            "the picture has io.tensorinit.room.* in library, the code has not",
            "the picture has io.tensorinit.right in library, the code has not"),
        MADE_UP.complaints("library", arrows("left.L -> ground.G", "ground.G -> ground.G")));
  }

  @Test
  void aPictureThatIsNoneIsRefused() {
    assertEquals(
        "a floor must be module, packages and what they know, two blanks apart, was \"core a b\"",
        assertThrows(IllegalStateException.class, () -> Floors.parse("core a b")).getMessage());
    assertEquals(
        "io.tensorinit.a must stand on one floor, stands on two",
        assertThrows(
                IllegalStateException.class, () -> Floors.parse("core  a  what\n      a  what\n"))
            .getMessage());
  }

  /** jdeps is asked for the right thing: this very test needs what it tests. */
  @Test
  void arrowsAreReadFromClasses() {
    List<Arrow> arrows = Arrow.of(Path.of("target", "test-classes"));
    assertTrue(arrows.contains(new Arrow(FloorsTest.class.getName(), Floors.class.getName())));
    assertThrows(IllegalStateException.class, () -> Arrow.of(Path.of("src")));
  }

  /** What is wrong with the made-up library, all of whose packages exist. */
  private static List<String> library(String... arrows) {
    Stream<String> present =
        Stream.of("A -> A", "room.a.A -> room.a.A", "left.L -> left.L", "right.R -> right.R");
    return MADE_UP.complaints(
        "library",
        arrows(
            Stream.concat(
                    Stream.concat(present, Stream.of("ground.G -> ground.G")), Stream.of(arrows))
                .toArray(String[]::new)));
  }

  private static List<Arrow> arrows(String... texts) {
    return Stream.of(texts)
        .map(text -> text.split(" -> "))
        .map(ends -> new Arrow("io.tensorinit." + ends[0], "io.tensorinit." + ends[1]))
        .toList();
  }
}
