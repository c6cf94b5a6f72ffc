package io.tensorinit.cuda;

import io.tensorinit.DType;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Normal;
import io.tensorinit.random.TruncatedNormal;
import io.tensorinit.random.Uniform;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A law as its kernels take it: a struct of integers, then numbers of the type the law is computed
 * in, as {@code uniform.cuh} and its neighbours declare it.
 *
 * @param name the law, as files and kernels are named: fill_NAME.cu, fill_NAME_DTYPE
 * @param integers the struct's integers
 * @param numbers the struct's numbers
 * @param inDouble whether it is computed in float64, else in float32
 */
record KernelLaw(String name, List<Integer> integers, List<Double> numbers, boolean inDouble) {
  /** The law of each part of a tensor's elements. */
  static KernelLaw of(UniformFill plan, DType dtype) {
    UniformFill part = dtype.isComplex() ? plan.ofPart() : plan;
    if (dtype.isDouble()) {
      Uniform.Float64 law = Uniform.Float64.of(part.low(), part.high());
      return law("uniform", dtype, List.of(), law.scale(), law.low(), law.high());
    }
    Uniform.Float32 law = Uniform.Float32.of(part.low(), part.high());
    return law("uniform", dtype, List.of(), law.scale(), law.low(), law.high());
  }

  /** The law of each part of a tensor's elements. */
  static KernelLaw of(NormalFill plan, DType dtype) {
    NormalFill part = dtype.isComplex() ? plan.ofPart() : plan;
    if (dtype.isDouble()) {
      Normal.Float64 law = Normal.Float64.of(part.mean(), part.std());
      return law("normal", dtype, List.of(), law.mean(), law.std());
    }
    Normal.Float32 law = Normal.Float32.of(part.mean(), part.std());
    return law("normal", dtype, List.of(), law.mean(), law.std());
  }

  /** The law of each part of a tensor's elements. */
  static KernelLaw of(TruncatedNormalFill plan, DType dtype) {
    TruncatedNormalFill part = dtype.isComplex() ? plan.ofPart() : plan;
    if (dtype.isDouble()) {
      TruncatedNormal.Float64 law =
          TruncatedNormal.Float64.of(part.mean(), part.std(), part.low(), part.high());
      return law(
          "truncated_normal",
          dtype,
          List.of(number(law.side()), law.scale()),
          law.mass(),
          law.lower(),
          law.upper(),
          law.offset(),
          law.mean(),
          law.std(),
          law.low(),
          law.high());
    }
    TruncatedNormal.Float32 law =
        TruncatedNormal.Float32.of(part.mean(), part.std(), part.low(), part.high());
    return law(
        "truncated_normal",
        dtype,
        List.of(number(law.side()), law.scale()),
        law.mass(),
        law.lower(),
        law.upper(),
        law.offset(),
        law.mean(),
        law.std(),
        law.low(),
        law.high());
  }

  private static KernelLaw law(
      String name, DType dtype, List<Integer> integers, double... numbers) {
    List<Double> boxed = DoubleStream.of(numbers).boxed().toList();
    return new KernelLaw(name, integers, boxed, dtype.isDouble());
  }

  /** The side as truncated_normal.cuh numbers it. */
  private static int number(TruncatedNormal.Side side) {
    switch (side) {
      case STRADDLING:
        return 0;
      case BELOW:
        return 1;
      default:
        return 2;
    }
  }

  /** Adds the struct as an argument. */
  Arguments addTo(Arguments arguments) {
    arguments.argument(inDouble ? Double.BYTES : Float.BYTES);
    integers.forEach(arguments::member);
    numbers.forEach(number -> arguments.member(number, inDouble));
    return arguments;
  }
}
