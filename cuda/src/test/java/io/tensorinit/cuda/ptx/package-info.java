/**
 * A small interpreter of the PTX this project ships, so that the very files in the jar can be run,
 * and compared bit for bit, on machines without a device. It knows the instructions the kernels use
 * and refuses every other.
 */
package io.tensorinit.cuda.ptx;
