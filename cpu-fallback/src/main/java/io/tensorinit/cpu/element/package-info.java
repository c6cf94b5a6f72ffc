/** The values of runs of elements, plan by plan, in float32 and float64. */
package io.tensorinit.cpu.element;
