/**
 * Tensor initialization: shapes, keys, initializers and their lowering to plans, the law of the
 * values, the choice of a backend. The JSON library is an implementation detail.
 */
module io.tensorinit {
  requires com.fasterxml.jackson.core;

  exports io.tensorinit;
  exports io.tensorinit.checkpoint;
  exports io.tensorinit.format;
  exports io.tensorinit.memory;
  exports io.tensorinit.names;
  exports io.tensorinit.model;
  exports io.tensorinit.plan;
  exports io.tensorinit.random;
  exports io.tensorinit.spec;
  exports io.tensorinit.spi;

  uses io.tensorinit.spi.BackendProvider;
}
