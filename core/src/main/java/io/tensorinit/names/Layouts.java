package io.tensorinit.names;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The layouts that have a name: TensorInit's own and every peer's conventions. */
public final class Layouts {
  private static final List<NamedLayout> OWN =
      List.of(
          NamedLayout.of(Layout.OUT_IN),
          NamedLayout.of(Layout.IN_OUT),
          NamedLayout.of(Layout.NONE, "d_inner_d_state", "stft_T_1_F", "gates_ifco", "gates_ifgo"));

  private Layouts() {}

  /**
   * The layout of a name: {@code out_in}, {@code in_out}, {@code none}, or a peer's convention:
   * {@code keras}, {@code torch}, {@code jax}, {@code julia}, {@code dl4j_lstm_in10_hidden20} ...
   *
   * @param name the name or an alias, in any letter case
   * @return the layout
   * @throws IllegalArgumentException if there is no such layout; the message lists all and suggests
   *     the nearest, an alias included
   */
  public static Layout named(String name) {
    return OWN.stream()
        .filter(own -> own.isCalled(name))
        .map(NamedLayout::layout)
        .findFirst()
        .or(() -> ofPeer(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "layout must be one of "
                        + String.join(", ", names())
                        + ", was \""
                        + name
                        + "\""
                        + didYouMean(name)));
  }

  private static String didYouMean(String name) {
    List<String> all =
        list().stream()
            .flatMap(
                named -> Stream.concat(Stream.of(named.layout().name()), named.aliases().stream()))
            .toList();
    return Spelling.question(Spelling.nearest(name, all));
  }

  private static Optional<Layout> ofPeer(String name) {
    return Peers.all().stream().flatMap(peer -> peer.layout(name).stream()).findFirst();
  }

  /**
   * The names of all layouts, without their aliases.
   *
   * @return the names, TensorInit's own first
   */
  public static List<String> names() {
    return list().stream().map(named -> named.layout().name()).toList();
  }

  /**
   * All layouts with their aliases.
   *
   * @return the layouts, TensorInit's own first
   */
  public static List<NamedLayout> list() {
    Stream<NamedLayout> peers = Peers.all().stream().map(Peer::layouts).flatMap(List::stream);
    return Stream.concat(OWN.stream(), peers).toList();
  }
}
