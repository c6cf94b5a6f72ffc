/**
 * TensorInit in DJL: arrays of its PyTorch engine filled in their memory, its initializers made
 * from TensorInit's, its blocks initialized by the names of their parameters.
 */
// DJL has no module descriptor.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module io.tensorinit.djl {
  requires transitive ai.djl.api;
  requires com.sun.jna;
  requires transitive io.tensorinit;
  requires static org.jspecify;

  exports io.tensorinit.djl;
}
