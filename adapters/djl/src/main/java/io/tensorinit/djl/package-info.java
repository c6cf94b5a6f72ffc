/**
 * TensorInit in Deep Java Library (DJL): arrays of its PyTorch engine, its initializers, its
 * blocks.
 */
@NullMarked
package io.tensorinit.djl;

import org.jspecify.annotations.NullMarked;
