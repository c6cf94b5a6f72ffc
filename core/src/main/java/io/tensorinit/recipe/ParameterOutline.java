package io.tensorinit.recipe;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A parameter as far as recipes look at it.
 *
 * @param name its name
 * @param shape its whole shape
 * @param kind the kind it declares, if any
 * @param givenFans the fans it gives outright, if any
 * @param layout what its axes mean, as far as it is known
 */
public record ParameterOutline(
    String name,
    Shape shape,
    Optional<String> kind,
    Optional<Fans> givenFans,
    Supplier<Layout> layout) {}
