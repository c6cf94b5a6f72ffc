package io.tensorinit.checkpoint;

import java.util.Arrays;
import java.util.List;

/** How a file differs from the model it should hold. Its text is one line. */
public sealed interface Difference {
  /**
   * The tensor that differs.
   *
   * @return its name
   */
  String tensor();

  /**
   * The model has a parameter that the file lacks.
   *
   * @param tensor its name
   */
  record Missing(String tensor) implements Difference {
    @Override
    public String toString() {
      return "tensor \"" + tensor + "\" is missing";
    }
  }

  /**
   * The file has a tensor that the model does not know.
   *
   * @param tensor its name
   */
  record Extra(String tensor) implements Difference {
    @Override
    public String toString() {
      return "tensor \"" + tensor + "\" is not in the model";
    }
  }

  /**
   * A tensor has another dtype or shape.
   *
   * @param tensor its name
   * @param property {@code dtype} or {@code shape}
   * @param expected the model's
   * @param found the file's
   */
  record Form(String tensor, String property, String expected, String found) implements Difference {
    @Override
    public String toString() {
      return "tensor \""
          + tensor
          + "\": expected "
          + property
          + " "
          + expected
          + ", found "
          + found;
    }
  }

  /**
   * An element has another value.
   *
   * @param tensor the tensor's name
   * @param index the element's index along each axis
   * @param expected the model's value: the shortest text that reads back as the same number, and
   *     its bits in hexadecimal
   * @param found the file's value, likewise
   */
  record Value(String tensor, List<Long> index, String expected, String found)
      implements Difference {
    /** Copies the index. */
    public Value {
      index = List.copyOf(index);
    }

    @Override
    public String toString() {
      return "tensor \""
          + tensor
          + "\": element "
          + Arrays.toString(index.toArray())
          + ": expected "
          + expected
          + ", found "
          + found;
    }
  }
}
