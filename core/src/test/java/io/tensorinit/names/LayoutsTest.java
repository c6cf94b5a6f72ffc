package io.tensorinit.names;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.layout.Role;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.djl.DjlPeer;
import io.tensorinit.peer.jax.JaxPeer;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.lux.LuxPeer;
import io.tensorinit.peer.mxnet.MxnetPeer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fans by layout. The peers' numbers are those of reference/conformance.json, read off the peers;
 * those of out_in and in_out follow from counting the connections of the layer.
 */
class LayoutsTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "out_in, 512 784, 784, 512",
        "in_out, 784 512, 784, 512",
        "out_in, 16 8 3 3, 72, 144",
        "in_out, 3 3 8 16, 72, 144",
        "out_in, 10, 10, 10",
        "out_in, '', 1, 1",
        "none, 3 4, -, -",
        "none, 3, -, -",
        "keras_in_out, 64 32, 64, 32",
        "keras_in_out, 0 3, 0, 3",
        "keras_conv, 3 3 16 32, 144, 288",
        "keras_conv, 3 3 3 2 4, 54, 108",
        "keras_depthwise, 3 3 16 1, 144, 9",
        "keras_conv_transpose, 3 3 32 16, 288, 144",
        "keras_embedding, 1000 16, 1000, 16",
        "keras_vector, 10, 10, 10",
        "keras_scalar, '', 1, 1",
        "keras_axes, 512 64, 512, 64",
        "torch_out_in, 32 64, 64, 32",
        "torch_out_in, 24 8, 8, 24",
        "torch_conv, 16 8 3 3, 72, 144",
        "torch_conv, 16 2 3 3, 18, 144",
        "torch_conv, 4 1 3 3, 9, 36",
        "torch_conv_transpose, 8 16 3 3, 144, 72",
        "torch_embedding, 1000 16, 16, 1000",
        "torch_out_in1_in2, 5 3 4, 12, 20",
        "jax_axes, 64 32, 64, 32",
        "jax_axes, 3 3 16 32, 144, 288",
        "jax_axes, 8 64 32, 512, 256",
        "jax_axes, 0 3, -, -",
        "jax_conv, 4 4 2 2, 32, 32",
        "julia_out_in, 32 64, 64, 32",
        "julia_conv, 3 3 16 32, 144, 288",
        "julia_vector, 10, 1, 10",
        "mxnet_out_in, 32 64, 64, 32",
        "mxnet_conv, 16 8 3 3, 72, 144",
        "djl_out_in, 32 64, 64, 32",
        "djl_conv, 16 8 3 3, 72, 144",
        "dl4j_in_out, 64 32, 64, 32",
        "dl4j_conv, 16 8 3 3, 72, 144",
        "dl4j_lstm_in10_hidden20, 10 80, 20, 30",
        "dl4j_lstm, 10 80, 20, 30",
        "gpt2_in_out, 768 2304, 768, 2304",
        "square, 64 64, 64, 64",
        "d_inner_d_state, 2 4, -, -",
        "stft_T_1_F, 4 1 3, -, -",
        "gates_ifco, 12, -, -",
        "gates_ifgo, 80 10, -, -"
      })
  void readsTheFansOfEveryLayout(String name, String sizes, Double in, Double out) {
    Optional<Fans> expected = in == null ? Optional.empty() : Optional.of(new Fans(in, out));
    assertEquals(expected, Layouts.named(name).fans(shape(sizes)));
  }

  @ParameterizedTest
  @CsvSource({
    // a grouped convolution of 8 to 16 channels in 4 groups: 2 x 9 inputs, 4 x 9 outputs
    "out_in, CONVOLUTION, 4, 16 2 3 3, 18, 36",
    "in_out, CONVOLUTION, 4, 3 3 2 16, 18, 36",
    // depthwise, 16 channels, multiplier 1 and 2
    "out_in, DEPTHWISE, 0, 16 1 3 3, 9, 9",
    "out_in, DEPTHWISE, 16, 32 1 3 3, 9, 18",
    "in_out, DEPTHWISE, 0, 3 3 16 2, 9, 18",
    // transposed, 8 to 32 channels, and the same in 2 groups
    "out_in, TRANSPOSED_CONVOLUTION, 0, 8 32 3 3, 72, 288",
    "in_out, TRANSPOSED_CONVOLUTION, 0, 3 3 32 8, 72, 288",
    "out_in, TRANSPOSED_CONVOLUTION, 2, 8 16 3 3, 36, 144",
    "in_out, TRANSPOSED_CONVOLUTION, 2, 3 3 16 8, 36, 144",
    "out_in, EMBEDDING, 0, 50257 768, 1, 768",
    "in_out, EMBEDDING, 0, 50257 768, 1, 768"
  })
  void countsTheConnectionsOfARole(
      String name, Role role, long groups, String sizes, double in, double out) {
    Layout layout = Layouts.named(name).withRole(role);
    layout = groups == 0 ? layout : layout.withGroups(groups);
    assertEquals(Optional.of(new Fans(in, out)), layout.fans(shape(sizes)));
  }

  @Test
  void leavesPeersTheirMisreadings() {
    Layout torch = Layouts.named("torch_conv").withRole(Role.CONVOLUTION).withGroups(4);
    assertEquals(Optional.of(new Fans(18, 144)), torch.fans(Shape.of(16, 2, 3, 3)));
  }

  @Test
  void leavesBatchAxesOut() {
    Optional<Fans> expected = Optional.of(new Fans(64, 32));
    assertEquals(expected, Layout.IN_OUT.withBatchAxes(0).fans(Shape.of(8, 64, 32)));
    assertEquals(expected, Layout.OUT_IN.withBatchAxes(-1).fans(Shape.of(32, 64, 8)));
    assertEquals(expected, Layouts.named("jax_axes").withBatchAxes(0).fans(Shape.of(8, 64, 32)));
    assertEquals(
        expected, Layout.axes(List.of(-2), List.of(-1), List.of(0)).fans(Shape.of(8, 64, 32)));
  }

  @Test
  void readsNamedAxes() {
    assertEquals(
        Optional.of(new Fans(512, 128)),
        Layout.axes(List.of(0), List.of(1, 2), List.of()).fans(Shape.of(512, 8, 16)));
    assertEquals(
        Optional.of(new Fans(16, 16)),
        Layout.axes(List.of(-2), List.of(0), List.of()).fans(Shape.of(1000, 16)));
    assertEquals(
        Optional.of(new Fans(512, 512)),
        Layout.axesAlone("keras_axes", List.of(0, 1), List.of(2)).fans(Shape.of(8, 64, 512)));
    assertEquals(
        Optional.of(new Fans(1, 1)),
        Layout.axes(List.of(0), List.of(0), List.of()).fans(Shape.of(5)));
  }

  @Test
  void dividesDl4jsFanOutByTheStride() {
    Layout layout = Layouts.named("dl4j_conv").withStrideProduct(4);
    assertEquals(Optional.of(new Fans(72, 36)), layout.fans(Shape.of(16, 8, 3, 3)));
  }

  @Test
  void followsThePeerForRankZeroAndOne() {
    Shape vector = Shape.of(10);
    for (Peer refusing : List.of(TorchPeer.PEER, JaxPeer.PEER, MxnetPeer.PEER, DjlPeer.PEER)) {
      assertEquals(Optional.empty(), Layout.OUT_IN.withLowRank(refusing.lowRank()).fans(vector));
      assertEquals(
          Optional.empty(),
          refusing.convention().withLowRank(refusing.lowRank()).fans(Shape.scalar()));
    }
    assertEquals(
        Optional.of(new Fans(1, 10)),
        Layout.OUT_IN.withLowRank(LuxPeer.PEER.lowRank()).fans(vector));
    assertEquals(
        Optional.of(new Fans(10, 10)),
        Layout.OUT_IN.withLowRank(KerasPeer.PEER.lowRank()).fans(vector));
    assertEquals(Optional.of(new Fans(10, 10)), Layouts.named("torch_conv").fans(vector));
    assertEquals(
        Optional.of(new Fans(1, 10)),
        Layouts.named("julia_vector").withLowRank(TorchPeer.PEER.lowRank()).fans(vector));
  }

  @Test
  void takesGivenFans() {
    assertEquals(
        Optional.of(new Fans(7, 512)),
        Layout.OUT_IN.withFans(7, Double.NaN).fans(Shape.of(512, 784)));
    assertEquals(
        Optional.of(new Fans(64, Double.NaN)),
        Layout.NONE.withFans(64, Double.NaN).fans(Shape.of(512)));
  }

  @Test
  void keepsWhatWasSaidUnderAnotherConvention() {
    Layout layout = Layout.OUT_IN.withGroups(4).withConvention(Layout.IN_OUT);
    assertEquals(Layout.IN_OUT.withGroups(4), layout);
    assertEquals(Optional.of(new Fans(18, 36)), layout.fans(Shape.of(3, 3, 2, 16)));
  }

  @ParameterizedTest
  @MethodSource("io.tensorinit.names.Layouts#names")
  void findsEveryLayoutByItsName(String name) {
    assertEquals(name, Layouts.named(name).name());
    assertEquals(Layouts.named(name), Layouts.named(name.toUpperCase(java.util.Locale.ROOT)));
  }

  @ParameterizedTest
  @MethodSource("io.tensorinit.names.Layouts#list")
  void anAliasMeansTheSame(NamedLayout named) {
    named
        .aliases()
        .forEach(
            alias -> {
              assertEquals(named.layout(), Layouts.named(alias), alias);
              assertFalse(Layouts.names().contains(alias), alias);
            });
  }

  private static String refusal(String name) {
    return assertThrows(IllegalArgumentException.class, () -> Layouts.named(name)).getMessage();
  }

  @Test
  void refusesWhatIsNoLayout() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Layouts.named("kears_conv"));
    assertTrue(thrown.getMessage().startsWith("layout must be one of out_in, in_out, none, keras"));
    assertTrue(thrown.getMessage().contains(", was \"kears_conv\"; did you mean 'keras_conv'"));
    assertTrue(refusal("outin").endsWith(", was \"outin\"; did you mean 'out_in'?"));
    assertTrue(refusal("jax_axis").contains("; did you mean 'jax_axes'"), "an alias");
    assertTrue(refusal("something else").endsWith(", was \"something else\""));
    assertRefused("groups must be 1 or more, was 0", () -> Layout.OUT_IN.withGroups(0));
    assertRefused(
        "fan_in must be 0 or more and finite, was -1.0", () -> Layout.OUT_IN.withFans(-1, 1));
    assertRefused(
        "no fans for shape [10] in layout torch: its rank must be at least 2 for torch, whose fans"
            + " need two axes, was 1",
        () ->
            TorchPeer.PEER
                .convention()
                .withLowRank(TorchPeer.PEER.lowRank())
                .requireFans(Shape.of(10)));
    assertRefused(
        "no fans for shape [3, 4] in layout none: this layout computes no fans",
        () -> Layout.NONE.requireFans(Shape.of(3, 4)));
    assertRefused(
        "no fans for shape [5, 2, 3] in layout out_in: groups must divide the 5 output channels,"
            + " was 2",
        () -> Layout.OUT_IN.withGroups(2).requireFans(Shape.of(5, 2, 3)));
    assertRefused(
        "no fans for shape [0, 3] in layout jax: the receptive field of shape [0, 3] is zero"
            + " divided by zero",
        () -> JaxPeer.PEER.convention().requireFans(Shape.of(0, 3)));
  }

  @Test
  void groupsThatCannotBeAreRefusedWithoutFansToo() {
    Layout torch = TorchPeer.PEER.convention().withRole(Role.CONVOLUTION).withGroups(2);
    torch.requireGroups(Shape.of(6, 3, 3));
    assertRefused(
        "groups must divide the 5 output channels, was 2",
        () -> torch.requireGroups(Shape.of(5, 3, 3)));
    KerasPeer.PEER
        .convention()
        .withRole(Role.DEPTHWISE)
        .withGroups(8)
        .requireGroups(Shape.of(3, 8, 1));
    Layout.OUT_IN.withRole(Role.EMBEDDING).withGroups(2).requireGroups(Shape.of(5, 3));
    Layout.OUT_IN.withGroups(2).requireGroups(Shape.of(5));
    Layout.NONE.withGroups(2).requireGroups(Shape.of(5, 3));
    Layout.OUT_IN.requireGroups(Shape.of(5, 3));
  }

  private static Shape shape(String sizes) {
    return sizes.isEmpty()
        ? Shape.scalar()
        : Shape.of(List.of(sizes.split(" ")).stream().mapToLong(Long::parseLong).toArray());
  }
}
