/**
 * The pure-Java backend. Its scalar code is the readable reference of every value.
 *
 * <p>For developers: {@code io.tensorinit.cpu.element} turns a plan into an evaluator that gives
 * the values of any run of elements; {@code io.tensorinit.cpu.store} cuts a region into chunks, has
 * them evaluated and puts them where they belong; {@code io.tensorinit.cpu.orthogonal} computes
 * whole matrices; {@code io.tensorinit.cpu.threads.WorkerPool} shares chunks among threads. A new
 * plan gets its method in {@code io.tensorinit.cpu.element.EvaluatorMaker}; a new distribution its
 * loop in the two {@code io.tensorinit.cpu.element.Draws}.
 */
@NullMarked
package io.tensorinit.cpu;

import org.jspecify.annotations.NullMarked;
