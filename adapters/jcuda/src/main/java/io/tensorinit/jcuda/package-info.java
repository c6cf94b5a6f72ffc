/**
 * JCuda's pointers and streams, filled in their order: {@link io.tensorinit.jcuda.JcudaPointers}.
 *
 * <p>Developers: JCuda (11.7.0) keeps the numbers in its pointers to itself. Classes that extend
 * its own read them ({@code NativePointerObject.getNativePointer}, {@code Pointer.getByteOffset})
 * and make new ones; nothing is reached by reflection. It has no public way to make a {@code
 * cudaStream_t} or {@code CUstream} of a number (the constructors are of the package), so that
 * streams go one way only: JCuda's into TensorInit. Whether a pointer is to an array of Java's, or
 * to which, it does not tell.
 */
@NullMarked
package io.tensorinit.jcuda;

import org.jspecify.annotations.NullMarked;
