/**
 * The CUDA driver through JCuda. These classes, and JCuda's own, are loaded apart from the
 * application's by {@code JcudaLoader}; no other class refers to them.
 */
@NullMarked
package io.tensorinit.cuda.jcuda;

import org.jspecify.annotations.NullMarked;
