/**
 * Orthogonal and unitary matrices: formed whole in workspace, by kernels of our own, cuSOLVER and
 * cuBLAS, then stored where a fill wants them.
 */
package io.tensorinit.cuda.orthogonal;
