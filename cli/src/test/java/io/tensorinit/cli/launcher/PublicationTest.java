package io.tensorinit.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The POMs say what Maven Central asks for, and the BOM what is published. */
class PublicationTest {
  private List<ProjectModel> projects;

  @BeforeEach
  void readPoms() throws Exception {
    projects = ProjectModel.all(Checkout.realLauncher().toAbsolutePath().normalize().getParent());
    assertTrue(projects.size() > 5, projects.toString());
  }

  private static boolean published(ProjectModel project) {
    return !project.text("properties", "maven.deploy.skip").equals(Optional.of("true"));
  }

  @Test
  void theParentSaysWhatItsModulesInherit() {
    ProjectModel parent = projects.get(0);
    for (List<String> path :
        List.of(
            List.of("url"),
            List.of("licenses", "license", "name"),
            List.of("licenses", "license", "url"),
            List.of("developers", "developer", "name"),
            List.of("scm", "connection"),
            List.of("scm", "developerConnection"),
            List.of("scm", "url"),
            List.of("issueManagement", "url"))) {
      String[] names = path.toArray(String[]::new);
      assertTrue(parent.text(names).filter(text -> !text.isEmpty()).isPresent(), path.toString());
    }
  }

  /** These two would be inherited, too, and say nothing. */
  @Test
  void everyProjectHasItsOwnNameAndDescription() {
    for (String element : List.of("name", "description")) {
      List<String> texts =
          projects.stream()
              .map(project -> project.text(element).orElse("none: " + project.pom()))
              .toList();
      assertEquals(List.of(), texts.stream().filter(text -> text.startsWith("none: ")).toList());
      assertEquals(texts.size(), new TreeSet<>(texts).size(), texts.toString());
    }
  }

  @Test
  void theBomListsWhatIsPublished() {
    ProjectModel bom =
        projects.stream().filter(p -> p.artifactId().endsWith("-bom")).findFirst().orElseThrow();
    List<String> listed =
        bom.elements("dependencyManagement", "dependencies", "dependency", "artifactId").stream()
            .map(element -> element.getTextContent())
            .toList();
    List<String> jars =
        projects.stream()
            .filter(project -> published(project) && project.text("packaging").isEmpty())
            .map(ProjectModel::artifactId)
            .toList();
    assertEquals(jars, listed);
  }

  /** Where nothing is published nothing is documented or signed. */
  @Test
  void whatIsNotPublishedIsNotPrepared() {
    List<ProjectModel> others = projects.stream().filter(project -> !published(project)).toList();
    assertTrue(!others.isEmpty());
    for (ProjectModel project : others) {
      for (String step : List.of("gpg.skip", "maven.javadoc.skip", "maven.source.skip")) {
        assertEquals(
            Optional.of("true"), project.text("properties", step), project.artifactId() + step);
      }
    }
  }
}
