package io.tensorinit.dl4j;

import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.dl4j.example.Example;
import io.tensorinit.names.Layouts;
import io.tensorinit.tensor.Seed;
import io.tensorinit.testkit.AdapterReadme;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example in the README is the one that is compiled and run here. */
class ReadmeTest {
  @Test
  void theDependenciesAreThoseThatAreTested() throws Exception {
    String version = AdapterReadme.property(Path.of("..", "pom.xml"), "nd4j.version");
    AdapterReadme.assertDependencies(
        "dl4j",
        "org.deeplearning4j:deeplearning4j-nn:" + version,
        "org.nd4j:nd4j-native-platform:" + version);
  }

  @Test
  void theExampleIsTheOneThatRuns() throws Exception {
    String path = Example.class.getName().replace('.', '/') + ".java";
    String source = Files.readString(Path.of("src/test/java", path));
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertEquals(true, block.find());
    assertEquals(source.substring(source.indexOf("\n\n") + 2), block.group(1));
  }

  @Test
  void theExampleDoesWhatItSays() {
    Nd4jNatives.require();
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Example.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    String[] words = said.toString(StandardCharsets.UTF_8).strip().split(" ", -1);
    float first =
        TensorInit.tensor(heNormal())
            .layout(Layouts.named("dl4j"))
            .shape(784, 100)
            .seed(Seed.of(42))
            .name("0_W")
            .floats()[0];
    assertEquals(first, Float.parseFloat(words[0]));
    assertTrue(Integer.parseInt(words[1]) > 500, words[1]);
  }
}
