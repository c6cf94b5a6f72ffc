package io.tensorinit.plan;

import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.function.Predicate;

/**
 * A fill, lowered: what {@link io.tensorinit.spec.Initializer#lower lower} hands to a backend.
 *
 * <p>All plans are immutable. A plan that names axes or sizes (orthogonal, diagonal, blocks,
 * overlay, tables, exact-count masks) belongs to one shape; the others to any.
 */
public sealed interface FillPlan
    permits ConstantFill,
        UniformFill,
        ContinuousFill,
        DiscreteFill,
        OrthogonalFill,
        DiagonalFill,
        HostFill,
        AffineFill,
        ClampFill,
        SumFill,
        NoiseFill,
        MaskFill,
        MixtureFill,
        BlocksFill,
        OverlayFill {

  /**
   * Calls the method of the visitor that belongs to this plan.
   *
   * @param <R> what the visitor returns
   * @param visitor the visitor
   * @return what its method returned
   */
  <R> R accept(Visitor<R> visitor);

  /**
   * Makes this ready to be filled: walks its compositions, and derives their keys and shapes.
   *
   * @param <T> a fill made ready
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @param maker makes primitives ready, and puts together what is ready
   * @return this, made ready
   */
  default <T> T make(Shape shape, Key key, FillMaker<T> maker) {
    return accept(new PlanWalk<>(shape, key, maker));
  }

  /**
   * The fills that this one is directly made of.
   *
   * @return an unmodifiable list in the order of the record's components; empty for a primitive
   */
  default List<FillPlan> subPlans() {
    return List.of();
  }

  /**
   * Whether this plan, or any plan it is made of at any depth, is of some kind.
   *
   * @param kind says of a single plan whether it is
   * @return true if there is one
   */
  default boolean contains(Predicate<? super FillPlan> kind) {
    return kind.test(this) || subPlans().stream().anyMatch(plan -> plan.contains(kind));
  }

  /**
   * One method a plan, so that the compiler finds a forgotten one: for what looks at plans. A
   * backend implements {@link FillMaker}, which is less.
   *
   * @param <R> the result
   */
  interface Visitor<R> {
    /**
     * Visits a constant.
     *
     * @param plan the plan
     * @return the result
     */
    R constant(ConstantFill plan);

    /**
     * Visits a uniform fill.
     *
     * @param plan the plan
     * @return the result
     */
    R uniform(UniformFill plan);

    /**
     * Visits a normal fill.
     *
     * @param plan the plan
     * @return the result
     */
    R normal(NormalFill plan);

    /**
     * Visits a truncated normal fill.
     *
     * @param plan the plan
     * @return the result
     */
    R truncatedNormal(TruncatedNormalFill plan);

    /**
     * Visits a fill by quantile function.
     *
     * @param plan the plan
     * @return the result
     */
    R quantile(QuantileFill plan);

    /**
     * Visits a discrete fill.
     *
     * @param plan the plan
     * @return the result
     */
    R discrete(DiscreteFill plan);

    /**
     * Visits an orthogonal fill.
     *
     * @param plan the plan
     * @return the result
     */
    R orthogonal(OrthogonalFill plan);

    /**
     * Visits a diagonal pattern.
     *
     * @param plan the plan
     * @return the result
     */
    R diagonal(DiagonalFill plan);

    /**
     * Visits a host table.
     *
     * @param plan the plan
     * @return the result
     */
    R table(TableFill plan);

    /**
     * Visits a Java function of index and stream.
     *
     * @param plan the plan
     * @return the result
     */
    R function(FunctionFill plan);

    /**
     * Visits a scaled and shifted fill.
     *
     * @param plan the plan
     * @return the result
     */
    R affine(AffineFill plan);

    /**
     * Visits a clamped fill.
     *
     * @param plan the plan
     * @return the result
     */
    R clamp(ClampFill plan);

    /**
     * Visits a sum.
     *
     * @param plan the plan
     * @return the result
     */
    R sum(SumFill plan);

    /**
     * Visits a fill with noise beside it.
     *
     * @param plan the plan
     * @return the result
     */
    R noise(NoiseFill plan);

    /**
     * Visits a masked fill.
     *
     * @param plan the plan
     * @return the result
     */
    R mask(MaskFill plan);

    /**
     * Visits a mixture.
     *
     * @param plan the plan
     * @return the result
     */
    R mixture(MixtureFill plan);

    /**
     * Visits blocks concatenated along an axis.
     *
     * @param plan the plan
     * @return the result
     */
    R blocks(BlocksFill plan);

    /**
     * Visits a fill with a box of it filled by another.
     *
     * @param plan the plan
     * @return the result
     */
    R overlay(OverlayFill plan);
  }
}
