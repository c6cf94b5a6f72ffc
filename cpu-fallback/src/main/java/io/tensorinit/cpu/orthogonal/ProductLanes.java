package io.tensorinit.cpu.orthogonal;

import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses how float32 products are formed: by plain loops, or by the Vector API where the Java
 * machine was started with {@code --add-modules jdk.incubator.vector}. The system property {@value
 * #PROPERTY} says which: {@code auto} (default; the Vector API once it is the faster one), {@code
 * plain} or {@code vector} (at once). The bits are the same.
 */
final class ProductLanes {
  /** The property that chooses. */
  static final String PROPERTY = "tensorinit.cpu.lane";

  private static final String MODULE = "jdk.incubator.vector";

  /** Compiled apart, since the module is not one that the backend needs. */
  private static final String VECTOR_CLASS = "io.tensorinit.cpu.orthogonal.VectorProducts32";

  /** The chosen products; made when first asked for. */
  static final Products32 CHOSEN = choose(System.getProperty(PROPERTY, "auto"));

  private ProductLanes() {}

  /**
   * The products of a choice.
   *
   * @param lane {@code auto}, {@code plain} or {@code vector}
   * @return the products
   * @throws IllegalArgumentException if it is none of these, or {@code vector} is not there
   */
  static Products32 choose(String lane) {
    Products32 plain = new PlainProducts32();
    switch (lane.toLowerCase(Locale.ROOT)) {
      case "plain":
        return plain;
      case "auto":
        return vector(plain).<Products32>map(v -> new FasterProducts32(plain, v)).orElse(plain);
      case "vector":
        return vector(plain)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        PROPERTY
                            + " is vector, but the Vector API is not there; start Java with"
                            + " --add-modules "
                            + MODULE));
      default:
        throw new IllegalArgumentException(
            PROPERTY + " must be auto, plain or vector, was \"" + lane + "\"");
    }
  }

  /** The products by the Vector API, where it is there and has vectors that are worth it. */
  static Optional<Products32> vector(Products32 rest) {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    ProductLanes.class.getModule().addReads(module.get());
    try {
      Object products =
          Class.forName(VECTOR_CLASS).getDeclaredConstructor(Products32.class).newInstance(rest);
      return Optional.of((Products32) products);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException
        | LinkageError e) {
      return Optional.empty(); // another JDK's incubator: the plain loops serve
    }
  }
}
