package io.tensorinit.checkpoint;

import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.OrthogonalTolerance;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * How far the elements of a tensor may lie from those that another machine made: not at all, but
 * for elements of orthogonal matrices by the method QR, see {@link OrthogonalTolerance}.
 * Compositions pass a tolerance on: scaled as the matrix is, added up in sums. Safe for use by
 * several threads.
 */
@FunctionalInterface
interface Tolerance {
  /** Same bits everywhere. */
  Tolerance NONE = index -> 0;

  /**
   * The tolerance of one element, before it is rounded to the tensor's type.
   *
   * @param index the element's index along each axis
   * @return how far each of its parts may lie off; 0 where the bits must be the same
   */
  double at(long[] index);

  /**
   * The tolerance of a fill's elements.
   *
   * @param plan the fill
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @param dtype the type of its elements
   * @return the tolerance
   */
  static Tolerance of(FillPlan plan, Shape shape, Key key, DType dtype) {
    if (!plan.contains(Tolerance::isQr)) {
      return NONE;
    }
    if (plan instanceof OrthogonalFill matrices) {
      return ofMatrices(matrices, shape, key, dtype);
    }
    if (plan instanceof BlocksFill blocks) {
      return ofBlocks(blocks, shape, key, dtype);
    }
    if (plan instanceof OverlayFill overlay) {
      return ofOverlay(overlay, shape, key, dtype);
    }
    if (plan instanceof AffineFill affine) {
      Tolerance inner = of(affine.inner(), shape, key, dtype);
      return index -> inner.at(index) * Math.abs(affine.scale());
    }
    if (plan instanceof NoiseFill fill) {
      Tolerance base = of(fill.base(), shape, key, dtype);
      Tolerance noise = of(fill.noise(), shape, SubStreams.noise(key), dtype);
      return index -> base.at(index) + noise.at(index);
    }
    if (plan instanceof SumFill sum) {
      List<Tolerance> summands =
          IntStream.range(0, sum.summands().size())
              .mapToObj(k -> of(sum.summands().get(k), shape, SubStreams.sum(key, k), dtype))
              .toList();
      return index -> summands.stream().mapToDouble(summand -> summand.at(index)).sum();
    }
    if (plan instanceof MixtureFill mixture) {
      List<Tolerance> parts =
          IntStream.range(0, mixture.components().size())
              .mapToObj(k -> of(mixture.components().get(k), shape, SubStreams.part(key, k), dtype))
              .toList();
      return index -> parts.stream().mapToDouble(part -> part.at(index)).max().orElse(0);
    }
    // A clamp and a mask bring no two values further apart, and keep the key.
    return of(plan.subPlans().get(0), shape, key, dtype);
  }

  private static boolean isQr(FillPlan plan) {
    return plan instanceof OrthogonalFill matrices && matrices.method() == Method.QR;
  }

  private static Tolerance ofMatrices(OrthogonalFill plan, Shape shape, Key key, DType dtype) {
    List<Integer> batchAxes = plan.view().batchAxes();
    Map<Long, Double> ofMatrix = new ConcurrentHashMap<>();
    return index -> {
      long matrix = 0;
      for (int axis : batchAxes) {
        matrix = matrix * shape.size(axis) + index[axis];
      }
      return ofMatrix.computeIfAbsent(
          matrix, which -> OrthogonalTolerance.of(plan, shape, key, dtype, which));
    };
  }

  private static Tolerance ofBlocks(BlocksFill plan, Shape shape, Key key, DType dtype) {
    List<Tolerance> blocks =
        IntStream.range(0, plan.blocks().size())
            .mapToObj(
                k ->
                    of(
                        plan.blocks().get(k),
                        plan.blockShape(shape, k),
                        SubStreams.block(key, k),
                        dtype))
            .toList();
    return index -> {
      long[] inside = index.clone();
      int block = 0;
      while (inside[plan.axis()] >= plan.sizes().get(block)) {
        inside[plan.axis()] -= plan.sizes().get(block);
        block++;
      }
      return blocks.get(block).at(inside);
    };
  }

  private static Tolerance ofOverlay(OverlayFill plan, Shape shape, Key key, DType dtype) {
    Tolerance base = of(plan.base(), shape, key, dtype);
    Shape box = plan.box().shape();
    Tolerance inside = of(plan.inside(), box, key, dtype);
    long[] start = plan.box().start();
    return index -> {
      long[] place = new long[index.length];
      for (int axis = 0; axis < place.length; axis++) {
        place[axis] = index[axis] - start[axis];
        if (place[axis] < 0 || place[axis] >= box.size(axis)) {
          return base.at(index);
        }
      }
      return inside.at(place);
    };
  }
}
