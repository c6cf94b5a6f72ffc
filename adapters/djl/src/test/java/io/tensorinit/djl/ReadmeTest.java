package io.tensorinit.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.tensor.Seed;
import io.tensorinit.testkit.AdapterReadme;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and does what it says. */
class ReadmeTest {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("public class (\\w+)");

  @TempDir Path folder;

  /** Compiles all examples, and gives the names of their classes. */
  private List<String> compile() throws Exception {
    List<String> names = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
    while (example.find()) {
      Matcher name = NAME.matcher(example.group(1));
      assertTrue(name.find(), example.group(1));
      names.add(name.group(1));
      Path source = folder.resolve(name.group(1) + ".java");
      files.add(Files.writeString(source, example.group(1)).toString());
    }
    List<String> options =
        List.of(
            "-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromStrings(files))
              .call();
      assertTrue(compiled, said.toString());
    }
    return names;
  }

  @Test
  void theDependenciesAreThoseThatAreTested() throws Exception {
    String djl = AdapterReadme.property(Path.of("pom.xml"), "djl.version");
    String pytorch = AdapterReadme.property(Path.of("pom.xml"), "pytorch.version");
    AdapterReadme.assertDependencies(
        "djl",
        "ai.djl:api:" + djl,
        "ai.djl.pytorch:pytorch-engine:" + djl + ":runtime",
        "ai.djl.pytorch:pytorch-jni:" + pytorch + "-" + djl + ":runtime",
        "ai.djl.pytorch:pytorch-native-cpu:" + pytorch + ":linux-x86_64:runtime");
  }

  @Test
  void theExamplesCompile() throws Exception {
    assertEquals(List.of("Blocks", "Arrays"), compile());
  }

  @Test
  void theExampleOfArraysFillsThem() throws Exception {
    try (NDManager manager = PyTorch.manager()) {
      NDArray array = manager.zeros(new Shape(512, 256));
      Linear linear = Linear.builder().setUnits(512).build();
      compile();
      NDArray made;
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        Method fill =
            loader
                .loadClass("Arrays")
                .getDeclaredMethod("fill", NDManager.class, NDArray.class, Linear.class);
        fill.setAccessible(true);
        made = (NDArray) fill.invoke(null, manager, array, linear);
      }
      linear.initialize(manager, DataType.FLOAT32, new Shape(1, 256));
      var request = TensorInit.tensor(Initializers.heNormal()).shape(512, 256).name("fc.weight");
      NDArray weight = linear.getDirectParameters().get("weight").getArray();
      assertArrayEquals(request.floats(), weight.toFloatArray());
      assertArrayEquals(request.seed(Seed.of(7)).floats(), made.toFloatArray());
      assertArrayEquals(weight.get(":, 16:").toFloatArray(), array.get(":, 16:").toFloatArray());
      assertArrayEquals(
          TensorInit.tensor(Initializers.heNormal()).shape(512, 16).name("first columns").floats(),
          array.get(":, :16").toFloatArray());
    }
  }
}
