package io.tensorinit.cpu.lane;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import java.util.Optional;

/**
 * How values are computed: by plain loops, or by the Vector API where the Java machine was started
 * with {@code --add-modules jdk.incubator.vector}. The system property {@value #PROPERTY} says
 * which. The bits are the same.
 */
public enum Lane {
  /**
   * Plain loops at first, the Vector API once it is measured to be faster; on JDK 19 and newer from
   * the beginning of a job that is long enough to repay its compilation. The default.
   */
  AUTO,
  /** Plain loops. */
  PLAIN,
  /** The Vector API, at once: slow until the Java machine has compiled it. */
  VECTOR;

  /** The property that chooses: {@code auto}, {@code plain} or {@code vector}. */
  public static final String PROPERTY = "tensorinit.cpu.lane";

  private static final String MODULE = "jdk.incubator.vector";

  /**
   * What the property says.
   *
   * @return the lane wanted; {@link #AUTO} if it says nothing
   * @throws IllegalArgumentException if it names no lane, or the Vector API where that is not there
   */
  public static Lane wanted() {
    return parse(System.getProperty(PROPERTY, "auto"));
  }

  /**
   * The lane of a name.
   *
   * @param name {@code auto}, {@code plain} or {@code vector}
   * @return the lane
   * @throws IllegalArgumentException if it is none of these, or {@code vector} where the Vector API
   *     is not there
   */
  public static Lane parse(String name) {
    for (Lane lane : values()) {
      if (lane.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        if (lane == VECTOR && !hasVectors()) {
          throw new IllegalArgumentException(
              PROPERTY
                  + " is vector, but the Vector API is not there; start Java with --add-modules "
                  + MODULE);
        }
        return lane;
      }
    }
    throw new IllegalArgumentException(
        PROPERTY + " must be auto, plain or vector, was \"" + name + "\"");
  }

  /**
   * What the property says, for code that must not fail: the backend refused a name that is none
   * when it was opened.
   *
   * @return the lane wanted; {@link #AUTO} if the property names none
   */
  public static Lane wantedOrAuto() {
    try {
      return wanted();
    } catch (IllegalArgumentException e) {
      return AUTO;
    }
  }

  /**
   * Whether the Java machine was started with the Vector API.
   *
   * @return true if its module is there
   */
  public static boolean hasVectors() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /**
   * Makes an object of a class that uses the Vector API. Such classes are compiled apart, since the
   * module is not one that the backend needs.
   *
   * @param <T> what it is used as
   * @param caller may make it
   * @param type what it is used as
   * @param name the class's name; it has a constructor without parameters
   * @return the object; nothing where the Vector API is not there, is another JDK's, or has no
   *     vectors that are worth it
   */
  public static <T> Optional<T> vector(MethodHandles.Lookup caller, Class<T> type, String name) {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    Lane.class.getModule().addReads(module.get());
    try {
      MethodHandle constructor =
          caller.findConstructor(caller.findClass(name), MethodType.methodType(void.class));
      return Optional.of(type.cast(constructor.invoke()));
    } catch (ReflectiveOperationException | LinkageError | UnsupportedOperationException e) {
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("the constructors declare no exception", e);
    }
  }
}
