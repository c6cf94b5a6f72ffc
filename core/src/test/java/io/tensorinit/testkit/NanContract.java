package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Where the law's value is no number, any NaN will do; where it is a number, its bits. */
final class NanContract {
  private static final double[] NUMBERS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5, -0.0
  };

  private NanContract() {}

  private static Map<String, FillPlan> plans() {
    FillPlan some = new FunctionFill((index, stream) -> NUMBERS[(int) (index % 5)]);
    FillPlan others = new FunctionFill((index, stream) -> NUMBERS[(int) (index % 3)]);
    Map<String, FillPlan> plans = new LinkedHashMap<>();
    plans.put("given", some);
    plans.put("clamped", new ClampFill(some, -1, 1));
    plans.put("clamped below", new ClampFill(some, 0, Double.POSITIVE_INFINITY));
    plans.put("scaled by 0", new AffineFill(some, 0, -0.0));
    plans.put("turned", new AffineFill(some, -1, -0.0));
    plans.put("sum", new SumFill(List.of(some, others)));
    plans.put("noise", new NoiseFill(some, others));
    plans.put("masked", new MaskFill(some, new Mask.Bernoulli(0.5)));
    plans.put("sparse", new MaskFill(some, new Mask.ExactCount(10, 6, 4)));
    plans.put("mixture", new MixtureFill(List.of(some, new ConstantFill(2)), List.of(0.5, 0.5)));
    return plans;
  }

  static Stream<DynamicTest> tests(Backend backend) {
    return PlanTests.inEveryDType(plans(), (plan, dtype) -> assertLaw(backend, plan, dtype));
  }

  private static void assertLaw(Backend backend, FillPlan plan, DType dtype) {
    Fill fill = new Fill(plan, Shape.of(10, 6), dtype, Key.raw(3), Region.whole());
    DType part = dtype.partType();
    int parts = dtype.partCount();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 60 * parts; i++) {
      long bits = ElementLaw.bits(plan, fill.shape(), dtype, fill.key(), i / parts, i % parts);
      expected.add(text(bits, part));
    }
    List<String> actual = new ArrayList<>();
    for (long bits : Elements.parts(fill, Elements.filled(backend, fill))) {
      actual.add(text(bits, part));
    }
    assertEquals(expected, actual);
  }

  private static String text(long bits, DType part) {
    return Double.isNaN(Elements.number(bits, part)) ? "NaN" : Long.toHexString(bits);
  }
}
