/** The values of runs of elements, plan by plan, in float32 and float64. */
@NullMarked
package io.tensorinit.cpu.element;

import org.jspecify.annotations.NullMarked;
