/**
 * What a fill launches: primitives, steps on the values of other fills, boxes that other fills
 * write, and many fills at once; with what it takes known before anything is written. All of it in
 * one of a device's contexts, to host memory or to device memory.
 */
@NullMarked
package io.tensorinit.cuda.launch;

import org.jspecify.annotations.NullMarked;
