/**
 * Initializers by the names of every peer: {@code he_normal}, {@code torch:kaiming_normal_}, {@code
 * dl4j:XAVIER}, or Keras's own config object.
 *
 * <p>A name may carry the prefix of the peer whose parameters, defaults and meaning it follows.
 * Without one it means Keras's where Keras has it, then PyTorch's, JAX's, Lux's, Flux's, MXNet's,
 * DJL's, DL4J's, Wolfram's, and so on in the order of {@link
 * io.tensorinit.names.InitializerNames#list}. CamelCase, snake_case, with and without torch's final
 * underscore are all accepted; a name that ends with an underscore and that torch has is torch's.
 *
 * <p>A config is a tree of {@code Map<String, Object>}, {@code List<Object>}, {@code String},
 * {@code Boolean}, {@code null} and {@code Number}, as a JSON reader gives it.
 *
 * <p>For developers: one file a peer ({@code KerasNames}, {@code TorchNames}, ...) holds its table.
 * An entry declares its parameters with their defaults once; the check of a config, the values a
 * factory reads and the listing all come from that declaration.
 */
package io.tensorinit.names;
