/**
 * Tensor initialization: shapes, keys, initializers and their lowering to plans, the law of the
 * values, the choice of a backend. The JSON library is an implementation detail.
 */
module io.tensorinit {
  requires com.fasterxml.jackson.core;

  exports io.tensorinit;
  exports io.tensorinit.backend;
  exports io.tensorinit.checkpoint;
  exports io.tensorinit.format;
  exports io.tensorinit.layout;
  exports io.tensorinit.memory;
  exports io.tensorinit.model;
  exports io.tensorinit.names;
  exports io.tensorinit.peer;
  exports io.tensorinit.plan;
  exports io.tensorinit.random;
  exports io.tensorinit.recipe;
  exports io.tensorinit.spec;
  exports io.tensorinit.tensor;

  uses io.tensorinit.backend.BackendProvider;
}
