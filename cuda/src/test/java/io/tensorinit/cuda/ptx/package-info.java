/**
 * A small interpreter of the PTX this project ships, so that the very files in the jar can be run,
 * compared bit for bit, and checked for races and their kind, on machines without a device. It
 * knows the instructions the kernels use and refuses every other.
 *
 * <p>{@code PtxModule} is a file as read; {@code PtxProgram} a kernel ready to run, whose
 * arithmetic is in {@code PtxAlu}, its loads and stores in {@code PtxAccess}; {@code PtxMachine}
 * runs it as {@code PtxThread}s. {@code PtxMemory} has allocations, each with a {@code PtxShadow}
 * of who touched it, and {@code PtxLaunch} says what orders two accesses.
 */
package io.tensorinit.cuda.ptx;
