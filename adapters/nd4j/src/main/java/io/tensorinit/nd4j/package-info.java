/**
 * ND4J's arrays, filled where they lie: {@link io.tensorinit.nd4j.Nd4jArrays}.
 *
 * <p>Needs an ND4J of the user's own, 1.0.0-M2.1, and a backend of it (nd4j-native, or nd4j-cuda of
 * any CUDA). Developers: memory of the host is reached by ND4J's public API alone. Memory of a
 * device is reached by {@code nd4j-native-api}, on which all of ND4J's backends stand, so that none
 * of them is needed here.
 *
 * <p>What ND4J does not let through (the files are those of its release 1.0.0-M2.1):
 *
 * <ul>
 *   <li>A buffer's native handle has no method in an interface: {@code BaseCudaDataBuffer} (line
 *       91) and {@code BaseCpuDataBuffer} (line 62) each have a {@code getOpaqueDataBuffer()} of
 *       their own, which is called by name.
 *   <li>ND4J tells where its stream stands, not which it is ({@code CudaContext}, line 100): it is
 *       read from there.
 *   <li>Streams belong to threads ({@code CudaZeroHandler}, line 1033): an array is filled in the
 *       order of the calling thread's.
 *   <li>Integers, booleans and texts have no counterpart among TensorInit's types; an array can be
 *       cast ({@code castTo}) once it is filled.
 * </ul>
 */
@NullMarked
package io.tensorinit.nd4j;

import org.jspecify.annotations.NullMarked;
