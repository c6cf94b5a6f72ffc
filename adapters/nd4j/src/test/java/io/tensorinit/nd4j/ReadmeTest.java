package io.tensorinit.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.nd4j.example.Example;
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
    AdapterReadme.assertDependencies("nd4j", "org.nd4j:nd4j-native-platform:" + version);
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
    assertEquals("true BFLOAT16\n", said.toString(StandardCharsets.UTF_8));
  }
}
