/**
 * Tensor initialization: shapes, keys, initializers and their lowering to plans, the law of the
 * values, the choice of a backend.
 *
 * <p>Not exported: what is known of each library ({@code peer} and the rooms below it) and how the
 * law computes values ({@code random}), which only the backends call. The JSON library is an
 * implementation detail; the command and an adapter print by the same writer. JSpecify's
 * annotations are for tools: not transitive, since modules that require this one could not be
 * compiled without them.
 */
// The modules that packages are exported to are built later.
@SuppressWarnings("module")
module io.tensorinit {
  requires com.fasterxml.jackson.core;
  requires static org.jspecify;

  exports io.tensorinit;
  exports io.tensorinit.backend;
  exports io.tensorinit.checkpoint;
  exports io.tensorinit.format;
  exports io.tensorinit.function;
  exports io.tensorinit.layout;
  exports io.tensorinit.memory;
  exports io.tensorinit.model;
  exports io.tensorinit.names;
  exports io.tensorinit.plan;
  exports io.tensorinit.recipe;
  exports io.tensorinit.spec;
  exports io.tensorinit.tensor;
  exports io.tensorinit.weights;
  exports io.tensorinit.json to
      io.tensorinit.cli,
      io.tensorinit.djl;
  exports io.tensorinit.random to
      io.tensorinit.cpu,
      io.tensorinit.cuda;

  uses io.tensorinit.backend.BackendProvider;
}
