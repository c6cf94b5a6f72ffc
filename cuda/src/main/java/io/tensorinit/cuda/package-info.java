/** The GPU backend: fused kernels over the CUDA driver. JCuda is seen in this module only. */
package io.tensorinit.cuda;
