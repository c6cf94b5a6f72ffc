/**
 * Initial weights for neural networks. The same seed and parameter name give the same values, bit
 * for bit, on any device, for any number of threads and any way of cutting a model into shards.
 *
 * <p>A program takes {@code io.tensorinit:tensorinit-core}, and at run time {@code
 * io.tensorinit:tensorinit-cpu-fallback} or {@code io.tensorinit:tensorinit-cuda}, which fill; the
 * POM {@code io.tensorinit:tensorinit-bom} gives all of them one version. Then
 *
 * <pre>{@code
 * import static io.tensorinit.Initializers.*;
 *
 * import io.tensorinit.checkpoint.Checkpoints;
 * import io.tensorinit.model.Model;
 * import io.tensorinit.tensor.*;
 * import java.nio.file.Path;
 *
 * public class Example {
 *   public static void main(String[] args) throws Exception {
 *     float[] weights = heNormal().floats("fc.weight", 512, 256); // one tensor, row-major
 *
 *     var model = Model.builder().seed(Seed.of(42))
 *         .parameter("fc.weight", Shape.of(512, 256), heNormal())
 *         .parameter("fc.bias", Shape.of(512), constant(0.01))
 *         .build();
 *     Checkpoints.write(model, Path.of("model.safetensors")); // of all tensors
 *   }
 * }
 * }</pre>
 *
 * <table class="striped">
 *   <caption>Where to begin</caption>
 *   <thead>
 *     <tr><th scope="col">You have or want</th><th scope="col">Begin with</th></tr>
 *   </thead>
 *   <tbody>
 *     <tr>
 *       <th scope="row">an initializer by its name</th>
 *       <td>{@link io.tensorinit.Initializers}; those of other libraries by their own names: {@link
 *           io.tensorinit.names}; Keras's config objects: {@link io.tensorinit.Keras}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">one tensor or a part of it, in arrays, buffers or files</th>
 *       <td>{@link io.tensorinit.TensorInit}; shapes, dtypes and keys: {@link io.tensorinit.tensor};
 *           what the axes mean: {@link io.tensorinit.layout}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">memory of another library or of a GPU</th>
 *       <td>{@link io.tensorinit.memory}; the modules {@code tensorinit-nd4j}, {@code
 *           tensorinit-dl4j}, {@code tensorinit-djl} and {@code tensorinit-jcuda}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">a whole model, by a list of its parameters or a framework's rules</th>
 *       <td>{@link io.tensorinit.model}, {@link io.tensorinit.recipe}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">its checkpoint, written, verified, completed</th>
 *       <td>{@link io.tensorinit.checkpoint}; the files as such: {@link io.tensorinit.format}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">its values in memory, to be read and overwritten</th>
 *       <td>{@link io.tensorinit.weights}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">an initializer of one's own</th>
 *       <td>{@link io.tensorinit.spec}, {@link io.tensorinit.function}, {@link
 *           io.tensorinit.plan}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">a device of one's own</th>
 *       <td>{@link io.tensorinit.backend}</td>
 *     </tr>
 *     <tr>
 *       <th scope="row">no Java program at all</th>
 *       <td>the command: {@code tensorinit init model.json -o model.safetensors}</td>
 *     </tr>
 *   </tbody>
 * </table>
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
