package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the page of an adapter says of getting it, in the folder of whose module the tests run. */
public final class AdapterReadme {
  private static final Pattern BLOCK = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

  private AdapterReadme() {}

  /**
   * Asserts that the page tells how to install the module and lists exactly these dependencies:
   * TensorInit's as the BOM has them, without a version, and others.
   *
   * @param module {@code nd4j}, for instance
   * @param others the others, as {@code group:artifact:version[:classifier][:scope]}
   */
  public static void assertDependencies(String module, String... others) throws Exception {
    String page = Files.readString(Path.of("README.md"));
    String install = "mvn -q -Dlauncher -pl bom,cpu-fallback,adapters/" + module + " -am install";
    assertTrue(page.contains("\n    " + install + "\n"), "the page must say: " + install);
    Matcher block = BLOCK.matcher(page);
    assertTrue(block.find(), "no dependencies");
    List<String> expected = new ArrayList<>();
    expected.add("io.tensorinit:tensorinit-" + module);
    expected.add("io.tensorinit:tensorinit-cpu-fallback:runtime");
    expected.addAll(List.of(others));
    List<String> actual = dependencies("<all>" + block.group(1) + "</all>");
    assertEquals(expected, actual);

    String own = "<artifactId>tensorinit-" + module + "</artifactId>";
    assertTrue(Files.readString(Path.of("pom.xml")).contains(own), own);
    String bom = Files.readString(Path.of("..", "..", "bom", "pom.xml"));
    assertTrue(bom.contains(own), "the BOM must have " + own);
    assertTrue(Files.exists(Path.of("..", "..", "adapters", module, "pom.xml")), module);
  }

  /**
   * A property of a POM.
   *
   * @param pom where the POM is
   * @param name the property's name
   * @return its text
   */
  public static String property(Path pom, String name) throws IOException {
    Matcher text =
        Pattern.compile(Pattern.quote("<" + name + ">") + "([^<]*)<")
            .matcher(Files.readString(pom));
    assertTrue(text.find(), name);
    return text.group(1);
  }

  private static List<String> dependencies(String xml) throws Exception {
    Document document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    List<String> dependencies = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName("dependency");
    for (int i = 0; i < nodes.getLength(); i++) {
      List<String> words = new ArrayList<>();
      for (String part : List.of("groupId", "artifactId", "version", "classifier", "scope")) {
        NodeList texts = ((Element) nodes.item(i)).getElementsByTagName(part);
        if (texts.getLength() > 0) {
          words.add(texts.item(0).getTextContent());
        }
      }
      dependencies.add(String.join(":", words));
    }
    return dependencies;
  }
}
