/**
 * The shipped kernels: each loaded when it is first needed, launched over grids of a device's size,
 * and given what its {@code .cu} says. Nothing here knows a plan's compositions.
 */
@NullMarked
package io.tensorinit.cuda.kernel;

import org.jspecify.annotations.NullMarked;
