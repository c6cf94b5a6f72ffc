/**
 * Orthogonal and unitary matrices on the CPU.
 *
 * <p>The caller makes {@link io.tensorinit.cpu.orthogonal.OrthogonalMatrices#of
 * OrthogonalMatrices.of(plan, shape, key, dtype, runner)} and asks it for {@code matrix(b)}, the
 * b-th of the stack, whole: every element depends on all normals of its matrix. Which element of
 * the tensor element (row, column) of matrix b is, the plan's view says.
 */
package io.tensorinit.cpu.orthogonal;
