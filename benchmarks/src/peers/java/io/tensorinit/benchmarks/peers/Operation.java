package io.tensorinit.benchmarks.peers;

import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;

/**
 * What the peers do, each in its own way: the fills of most models, in float32 where the name says
 * no other type.
 */
public enum Operation {
  /** {@value #VALUE} everywhere. */
  CONSTANT {
    @Override
    FillPlan plan(int rows, int columns) {
      return new ConstantFill(VALUE);
    }
  },
  /** Uniform between -{@value #BOUND} and {@value #BOUND}. */
  UNIFORM {
    @Override
    FillPlan plan(int rows, int columns) {
      return new UniformFill(-BOUND, BOUND, ComplexBounds.PER_PART);
    }
  },
  /** Normal with mean 0 and standard deviation {@value #STD}. */
  NORMAL {
    @Override
    FillPlan plan(int rows, int columns) {
      return new NormalFill(0, STD);
    }
  },
  /** The same, cut at two standard deviations. */
  TRUNCATED_NORMAL {
    @Override
    FillPlan plan(int rows, int columns) {
      return new TruncatedNormalFill(0, STD, -2 * STD, 2 * STD, ComplexBounds.PER_PART);
    }
  },
  /** Normal, {@value #SPARSITY} of each column zero, at places drawn without replacement. */
  SPARSE {
    @Override
    FillPlan plan(int rows, int columns) {
      return new MaskFill(
          new NormalFill(0, STD), new Mask.ExactCount(rows, columns, zeros(rows)));
    }
  },
  /** Normal, in bfloat16. */
  BF16_NORMAL {
    @Override
    FillPlan plan(int rows, int columns) {
      return new NormalFill(0, STD);
    }

    @Override
    DType dtype() {
      return DType.BF16;
    }
  };

  static final double VALUE = 0.25;
  static final double BOUND = 0.05;
  static final double STD = 0.02;
  static final double SPARSITY = 0.9;

  /**
   * TensorInit's plan.
   *
   * @param rows the matrix's rows
   * @param columns its columns
   * @return the plan
   */
  abstract FillPlan plan(int rows, int columns);

  /** The type of the stored elements. */
  DType dtype() {
    return DType.F32;
  }

  /** Says that a library has no such operation. */
  IllegalArgumentException unknownTo(String library) {
    return new IllegalArgumentException(library + " has no operation " + this);
  }

  /** The zeros of a column with {@link #SPARSE}. */
  static int zeros(int rows) {
    return (int) Math.ceil(SPARSITY * rows);
  }
}
