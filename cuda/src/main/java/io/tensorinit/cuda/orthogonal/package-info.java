/**
 * Orthogonal and unitary matrices: formed whole in workspace, by kernels of our own or, by the
 * method QR, by cuSOLVER and cuBLAS, then stored where a fill wants them.
 */
@NullMarked
package io.tensorinit.cuda.orthogonal;

import org.jspecify.annotations.NullMarked;
