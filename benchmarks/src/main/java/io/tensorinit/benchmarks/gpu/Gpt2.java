package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The 148 tensors of a GPT-2 small, 124 million parameters. */
public final class Gpt2 {
  /** The width of GPT-2 small. */
  public static final long WIDTH = 768;

  private static final int LAYERS = 12;
  private static final long WORDS = 50257;
  private static final long PLACES = 1024;

  /** What a tensor starts with. */
  public enum Kind {
    /** Normal values, std 0.02. */
    WEIGHT,
    /** Ones. */
    SCALE,
    /** Zeros. */
    BIAS;

    /**
     * Its plan.
     *
     * @return what a tensor of this kind is filled with
     */
    public FillPlan plan() {
      return switch (this) {
        case WEIGHT -> new NormalFill(0, 0.02);
        case SCALE -> new ConstantFill(1);
        case BIAS -> new ConstantFill(0);
      };
    }
  }

  /**
   * A tensor for a model of any width.
   *
   * @param name its name
   * @param kind what it starts with
   * @param rows a matrix's number of rows, besides those that grow with the width
   * @param widths a matrix's number of rows in widths
   * @param columns the length in widths of a row, or of a vector
   */
  public record Tensor(String name, Kind kind, long rows, long widths, long columns) {
    /**
     * Its shape.
     *
     * @param width the model's width
     * @return a matrix's or a vector's shape
     */
    public Shape shape(long width) {
      return kind == Kind.WEIGHT
          ? Shape.of(rows + widths * width, columns * width)
          : Shape.of(columns * width);
    }

    /**
     * The fill of all of it, in float32.
     *
     * @param width the model's width
     * @return the fill
     */
    public Fill fill(long width) {
      return new Fill(kind.plan(), shape(width), DType.F32, Seed.of(1).key(name), Region.whole());
    }
  }

  /** All tensors, in the order of the model. */
  public static final List<Tensor> TENSORS = tensors();

  private Gpt2() {}

  private static List<Tensor> tensors() {
    List<Tensor> all = new ArrayList<>();
    all.add(new Tensor("wte.weight", Kind.WEIGHT, WORDS, 0, 1));
    all.add(new Tensor("wpe.weight", Kind.WEIGHT, PLACES, 0, 1));
    for (int layer = 0; layer < LAYERS; layer++) {
      String h = "h." + layer + ".";
      norm(all, h + "ln_1");
      linear(all, h + "attn.c_attn", 1, 3);
      linear(all, h + "attn.c_proj", 1, 1);
      norm(all, h + "ln_2");
      linear(all, h + "mlp.c_fc", 1, 4);
      linear(all, h + "mlp.c_proj", 4, 1);
    }
    norm(all, "ln_f");
    return List.copyOf(all);
  }

  private static void norm(List<Tensor> all, String name) {
    all.add(new Tensor(name + ".weight", Kind.SCALE, 0, 0, 1));
    all.add(new Tensor(name + ".bias", Kind.BIAS, 0, 0, 1));
  }

  /** In widths; the matrix is stored input by output. */
  private static void linear(List<Tensor> all, String name, long inputs, long outputs) {
    all.add(new Tensor(name + ".weight", Kind.WEIGHT, 0, inputs, outputs));
    all.add(new Tensor(name + ".bias", Kind.BIAS, 0, 0, outputs));
  }
}
