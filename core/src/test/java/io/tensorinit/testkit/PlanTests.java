package io.tensorinit.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** A test for each of some plans in each of some dtypes. */
public final class PlanTests {
  private PlanTests() {}

  /** What is tested of a plan in a dtype. */
  @FunctionalInterface
  public interface Check {
    /**
     * Tests it.
     *
     * @param plan the plan
     * @param dtype the dtype
     * @throws Exception if it fails
     */
    void of(FillPlan plan, DType dtype) throws Exception;
  }

  /**
   * The tests in every dtype.
   *
   * @param plans the plans, by the names that tests begin with
   * @param check what is tested
   * @return the tests
   */
  public static Stream<DynamicTest> inEveryDType(Map<String, FillPlan> plans, Check check) {
    return in(List.of(DType.values()), plans, check);
  }

  /**
   * The tests in some dtypes.
   *
   * @param dtypes the dtypes
   * @param plans the plans, by the names that tests begin with
   * @param check what is tested
   * @return the tests
   */
  public static Stream<DynamicTest> in(
      List<DType> dtypes, Map<String, FillPlan> plans, Check check) {
    return plans.entrySet().stream()
        .flatMap(
            plan ->
                dtypes.stream()
                    .map(
                        dtype ->
                            dynamicTest(
                                plan.getKey() + " " + dtype,
                                () -> check.of(plan.getValue(), dtype))));
  }
}
