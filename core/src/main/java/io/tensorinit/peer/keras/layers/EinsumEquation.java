package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.MessageText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The equation of an EinsumDense with the sizes its letters stand for: {@code abc,cd->abd}, with
 * {@code ...} at the beginning or the end of the input and the output.
 *
 * <p>Source: keras.layers.EinsumDense 3.15.
 */
final class EinsumEquation {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?,([a-zA-Z]+)->(\\.\\.\\.)?([a-zA-Z]+)(\\.\\.\\.)?");

  private final String input;
  private final String kernel;
  private final String output;
  private final boolean openAtEnd;
  private final List<Long> openSizes;
  private final Map<Character, Long> sizes = new HashMap<>();

  private EinsumEquation(
      String input, String kernel, String output, boolean openAtEnd, List<Long> openSizes) {
    this.input = input;
    this.kernel = kernel;
    this.output = output;
    this.openAtEnd = openAtEnd;
    this.openSizes = openSizes;
  }

  /**
   * Reads an equation.
   *
   * @param text the equation
   * @param shape the input's shape
   * @param outputShape the sizes of the output without the batch, null or -1 where they are the
   *     input's
   * @throws IllegalArgumentException if it is no such equation, or does not fit the shapes
   */
  static EinsumEquation of(String text, Dims shape, List<@Nullable Object> outputShape) {
    Matcher matcher = FORM.matcher(text.replace(" ", ""));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "equation must be one as \"abc,cd->abd\", was " + MessageText.quoted(text));
    }
    String input = matcher.group(2);
    boolean openAtStart = matcher.group(1) != null;
    boolean openAtEnd = matcher.group(3) != null;
    int open = shape.rank() - input.length();
    if (open < 0 || (open > 0 && !openAtStart && !openAtEnd)) {
      throw new IllegalArgumentException(
          "equation " + MessageText.quoted(text) + " does not fit an input of shape " + shape);
    }
    int from = openAtStart ? open : 0;
    List<Long> openSizes =
        openAtStart ? shape.part(0, open) : shape.part(input.length(), shape.rank());
    EinsumEquation equation =
        new EinsumEquation(input, matcher.group(4), matcher.group(6), openAtEnd, openSizes);
    for (int i = 0; i < input.length(); i++) {
      equation.sizes.put(input.charAt(i), shape.get(from + i));
    }
    equation.readOutput(outputShape, openAtStart);
    return equation;
  }

  /** The output's letters from the right, or behind the batch's where axes are open at the end. */
  private void readOutput(List<@Nullable Object> outputShape, boolean openAtStart) {
    int first = openAtStart ? output.length() - outputShape.size() : 1;
    for (int i = 0; i < outputShape.size() && first + i < output.length(); i++) {
      if (first + i >= 0 && outputShape.get(i) instanceof Long size && size >= 0) {
        sizes.putIfAbsent(output.charAt(first + i), size);
      }
    }
  }

  private List<Long> sizesOf(String letters) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      all.add(sizes.getOrDefault(letters.charAt(i), Dims.OPEN));
    }
    return all;
  }

  /** The kernel's shape. */
  List<Long> kernel() {
    return sizesOf(kernel);
  }

  /** The axes of the kernel that are summed over. */
  List<Long> inputAxes() {
    return axes(input, output);
  }

  /** The axes of the kernel that the output takes from it. */
  List<Long> outputAxes() {
    return axes(output, input);
  }

  private List<Long> axes(String in, String notIn) {
    List<Long> axes = new ArrayList<>();
    for (int i = 0; i < kernel.length(); i++) {
      char letter = kernel.charAt(i);
      if (in.indexOf(letter) >= 0 && notIn.indexOf(letter) < 0) {
        axes.add((long) i);
      }
    }
    return axes;
  }

  /** The bias's shape: from its first axis on, 1 along those it does not have. */
  List<Long> bias(String axes) {
    int first = output.length();
    for (int i = 0; i < axes.length(); i++) {
      int at = output.indexOf(axes.charAt(i));
      if (at < 0) {
        throw new IllegalArgumentException(
            "bias_axes must be letters of the output " + output + ", was " + axes);
      }
      first = Math.min(first, at);
    }
    List<Long> shape = new ArrayList<>();
    for (int i = first; i < output.length(); i++) {
      char letter = output.charAt(i);
      shape.add(axes.indexOf(letter) < 0 ? 1L : sizes.getOrDefault(letter, Dims.OPEN));
    }
    if (openAtEnd) {
      openSizes.forEach(size -> shape.add(1L));
    }
    return shape;
  }

  /** The output's shape. */
  Dims output() {
    return openAtEnd
        ? Dims.joined(sizesOf(output), openSizes)
        : Dims.joined(openSizes, sizesOf(output));
  }
}
