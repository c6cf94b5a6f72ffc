/**
 * Initializers by the names of every peer: {@code he_normal}, {@code torch:kaiming_normal_}, {@code
 * dl4j:XAVIER}, or Keras's own config object.
 *
 * <p>A name may carry the prefix of the peer whose parameters, defaults and meaning it follows.
 * Without one it means TensorInit's own name, else that of the first peer that has it, in the order
 * of {@link io.tensorinit.names.Peers#all}: Keras, then PyTorch, JAX and the others. CamelCase,
 * snake_case, with and without torch's final underscore are all accepted; a name that ends with an
 * underscore and that torch has is torch's.
 *
 * <p>A config is a tree of {@code Map<String, Object>}, {@code List<Object>}, {@code String},
 * {@code Boolean}, {@code null} and {@code Number}, as a JSON reader gives it.
 *
 * <p>For developers: what is known of a peer stands in its room below {@code io.tensorinit.peer};
 * {@link io.tensorinit.names.Peers} lists them. TensorInit's own names, initializers that compose
 * others and distributions, are here ({@code OwnNames}, {@code DistributionNames}).
 */
@NullMarked
package io.tensorinit.names;

import org.jspecify.annotations.NullMarked;
