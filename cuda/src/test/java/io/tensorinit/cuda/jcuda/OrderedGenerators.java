package io.tensorinit.cuda.jcuda;

import java.util.function.IntToLongFunction;

/** cuRAND's generators in any order, made by the loader that loaded cuRAND for the backend. */
public final class OrderedGenerators implements IntToLongFunction {
  @Override
  public long applyAsLong(int ordering) {
    return JcurandLibrary.createGenerator(ordering);
  }
}
