/**
 * The GPU backend. {@link io.tensorinit.cuda.CudaBackend} fills host and device memory, and makes
 * tensors and models in device memory; this package is all that an application needs of the module.
 *
 * <p>Beneath it, each of those that follow knows only those before it: {@code driver}, the calls of
 * CUDA, over which {@code jcuda} is a lane apart and where JCuda alone is seen; {@code library},
 * what is found on the machine; {@code memory}; {@code kernel}; {@code orthogonal}; {@code launch}.
 */
@NullMarked
package io.tensorinit.cuda;

import org.jspecify.annotations.NullMarked;
