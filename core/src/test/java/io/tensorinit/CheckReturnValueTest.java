package io.tensorinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.function.ElementStream;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.weights.ParameterValues;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A step of an immutable sentence that nothing takes up is a mistake that tools report. */
class CheckReturnValueTest {
  private static final Path CLASSES = Path.of("target", "classes");

  /** Their chained methods change them; only what ends the chain must be taken up. */
  private static final Set<Class<?>> MUTABLE = Set.of(ModelBuilder.class, RecipeBuilder.class);

  /**
   * {@code ElementStream} stands on the annotation's own floor and cannot know it; {@code
   * ParameterValues} overwrites values and gives itself back for the next call alone.
   */
  private static final Set<Class<?>> BESIDE = Set.of(ElementStream.class, ParameterValues.class);

  @Test
  void everyStepOfAnImmutableTypeMustBeTakenUp() throws Exception {
    Set<String> unmarked = new TreeSet<>();
    Set<Class<?>> fluent = new HashSet<>();
    for (Class<?> type : publicTypes()) {
      for (Method method : type.getDeclaredMethods()) {
        if (isStep(type, method) && !MUTABLE.contains(type) && !BESIDE.contains(type)) {
          fluent.add(type);
          if (!isMarked(type) && !method.isAnnotationPresent(CheckReturnValue.class)) {
            unmarked.add(type.getName() + "." + method.getName());
          }
        }
      }
    }
    assertEquals(Set.of(), unmarked);
    assertTrue(fluent.size() > 10, () -> "only these have steps: " + fluent);
  }

  @Test
  void whatAMutableBuilderBuildsMustBeTakenUp() throws Exception {
    assertTrue(ModelBuilder.class.getMethod("build").isAnnotationPresent(CheckReturnValue.class));
    for (Class<?> builder : MUTABLE) {
      assertTrue(Arrays.stream(builder.getMethods()).anyMatch(method -> isStep(builder, method)));
      for (Method method : builder.getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && method.getReturnType() != void.class
            && !isStep(builder, method)) {
          assertTrue(method.isAnnotationPresent(CheckReturnValue.class), method::toString);
        }
      }
    }
  }

  /** A public instance method that gives another of its type. */
  private static boolean isStep(Class<?> type, Method method) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isStatic(method.getModifiers())
        && !method.isSynthetic()
        && method.getReturnType() == type;
  }

  /** Whether the type is marked, or one it lies in. */
  private static boolean isMarked(Class<?> type) {
    return type.isAnnotationPresent(CheckReturnValue.class)
        || (type.getEnclosingClass() != null && isMarked(type.getEnclosingClass()));
  }

  /** The public types of the packages that everyone may use. */
  private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
    Set<String> exported;
    try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      exported =
          ModuleDescriptor.read(in).exports().stream()
              .filter(export -> !export.isQualified())
              .map(ModuleDescriptor.Exports::source)
              .collect(Collectors.toSet());
    }
    List<Class<?>> types = new ArrayList<>();
    for (String packageName : new TreeSet<>(exported)) {
      try (Stream<Path> files = Files.list(CLASSES.resolve(packageName.replace('.', '/')))) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            Class<?> type =
                Class.forName(
                    packageName + "." + name.substring(0, name.length() - ".class".length()));
            if (isPublic(type)) {
              types.add(type);
            }
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }
}
