package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.DType;
import java.util.List;
import java.util.Optional;

/** An initializer made of several; it refuses a dtype that one of them refuses. */
interface Combining extends Initializer {
  /** The initializers it is made of, one or more. */
  List<Initializer> parts();

  @Override
  default Optional<Layout> ownLayout() {
    return parts().stream().map(Initializer::ownLayout).flatMap(Optional::stream).findFirst();
  }

  @Override
  default Optional<DType> ownDType() {
    return parts().stream().map(Initializer::ownDType).flatMap(Optional::stream).findFirst();
  }

  @Override
  default void requireDType(DType dtype) {
    parts().forEach(part -> part.requireDType(dtype));
  }
}
