package io.tensorinit.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A module's types in packages that no program sees. Whatever is public there is so for another
 * package of the library.
 *
 * @param folder the module's folder of classes
 * @param exported the packages that programs or other modules see
 * @param named the types that something finds by their names
 */
public record HiddenTypes(Path folder, Set<String> exported, Set<String> named) {
  /** Copies the sets. */
  public HiddenTypes {
    exported = Set.copyOf(exported);
    named = Set.copyOf(named);
  }

  /**
   * What a named module hides: all that its descriptor does not export, if only to one module.
   * Providers of services are found by their names.
   *
   * @param folder the module's folder of classes, with its {@code module-info.class}
   * @return its hidden types
   * @throws IOException if the descriptor cannot be read
   */
  public static HiddenTypes ofModule(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(in);
      return new HiddenTypes(
          folder,
          module.exports().stream()
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet()),
          module.provides().stream()
              .flatMap(provides -> provides.providers().stream())
              .collect(Collectors.toSet()));
    }
  }

  /**
   * The public ones.
   *
   * @return their names, nested types not counted
   * @throws IOException if the folder cannot be read
   * @throws ClassNotFoundException if a type cannot be loaded
   */
  public Set<String> publicTypes() throws IOException, ClassNotFoundException {
    Set<String> found = new TreeSet<>();
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, HiddenTypes.class.getClassLoader())) {
      for (String type : types()) {
        if (!exported.contains(type.substring(0, type.lastIndexOf('.')))
            && Modifier.isPublic(Class.forName(type, false, loader).getModifiers())) {
          found.add(type);
        }
      }
    }
    return found;
  }

  private List<String> types() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("io"))) {
      return files
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".class") && !file.contains("$"))
          .filter(file -> !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  /**
   * The public ones that no other package uses.
   *
   * @param arrows those of the module, and of others that may use its types
   * @return their names; empty where all is well
   * @throws IOException if the folder cannot be read
   * @throws ClassNotFoundException if a type cannot be loaded
   */
  public Set<String> needlesslyPublic(Collection<Arrow> arrows)
      throws IOException, ClassNotFoundException {
    Set<String> needless = publicTypes();
    needless.removeAll(named);
    arrows.stream()
        .filter(arrow -> !arrow.fromPackage().equals(arrow.toPackage()))
        .map(arrow -> arrow.to().replaceFirst("\\$.*", ""))
        .forEach(needless::remove);
    return needless;
  }
}
