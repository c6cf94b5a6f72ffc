package io.tensorinit.cli.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A project as its {@code pom.xml} says it, nothing inherited.
 *
 * @param pom the file
 * @param root its element {@code project}
 */
record ProjectModel(Path pom, Element root) {
  /** The project in a folder, its modules, theirs, and so on. */
  static List<ProjectModel> all(Path folder)
      throws IOException, SAXException, ParserConfigurationException {
    Path pom = folder.resolve("pom.xml");
    ProjectModel project =
        new ProjectModel(
            pom,
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement());
    List<ProjectModel> all = new ArrayList<>(List.of(project));
    for (Element module : project.elements("modules", "module")) {
      all.addAll(all(folder.resolve(module.getTextContent())));
    }
    return all;
  }

  String artifactId() {
    return text("artifactId").orElseThrow();
  }

  /** The text of the element at the end of a path of names, if it is there. */
  Optional<String> text(String... path) {
    return elements(path).stream().findFirst().map(element -> element.getTextContent().strip());
  }

  /** The elements at the end of a path of names. */
  List<Element> elements(String... path) {
    Stream<Element> found = Stream.of(root);
    for (String name : path) {
      found = found.flatMap(element -> children(element, name));
    }
    return found.toList();
  }

  private static Stream<Element> children(Element element, String name) {
    return IntStream.range(0, element.getChildNodes().getLength())
        .mapToObj(element.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE && name.equals(node.getNodeName()))
        .map(Element.class::cast);
  }
}
