package io.tensorinit.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.jcuda.example.Example;
import io.tensorinit.testkit.AdapterReadme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example in the README is the one that is compiled here. */
class ReadmeTest {
  @Test
  void theDependenciesAreThoseThatAreTested() throws Exception {
    AdapterReadme.assertDependencies("jcuda");
    String version = AdapterReadme.property(Path.of("..", "..", "pom.xml"), "jcuda.version");
    assertTrue(
        Files.readString(Path.of("README.md")).contains("which brings JCuda " + version + " "));
  }

  @Test
  void theExampleIsTheOneThatCompiles() throws Exception {
    String path = Example.class.getName().replace('.', '/') + ".java";
    String source = Files.readString(Path.of("src/test/java", path));
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find());
    assertEquals(source.substring(source.indexOf("\n\n") + 2), block.group(1));
  }
}
