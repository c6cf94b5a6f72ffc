package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Versioned;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads JCuda apart from the application's own JCuda, if it has one. JCuda by itself would unpack
 * its native parts to fixed names in the shared temporary folder, and load whatever lies there;
 * here it gets them as {@link NativePart} says. No property of the JVM is changed, and what the
 * application loaded stays as it is. Safe for use by several threads.
 */
final class JcudaLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String NATIVES = "io.tensorinit.cuda.jcuda.JcudaNatives";

  private static final JcudaLoader OF_PROCESS =
      new JcudaLoader(JcudaLoader.class.getClassLoader(), PrivateFolder.ofUser());

  private static final Libraries LIBRARIES =
      new CudaLibraries(
          library -> OF_PROCESS.open(JcudaPart.over(library), Versioned.class),
          new RedistributableJar(
              OF_PROCESS.folder, OF_PROCESS.getParent(), OF_PROCESS::loadNative));

  private static Driver driver;

  private final PrivateFolder folder;

  /** The native parts that may be loaded, by file name. */
  private final Map<String, Path> nativeParts = new ConcurrentHashMap<>();

  private JcudaLoader(ClassLoader parent, PrivateFolder folder) {
    super("tensorinit-jcuda", parent);
    this.folder = folder;
  }

  /**
   * The driver of this machine, loaded when first asked for and kept.
   *
   * @return the driver, initialized
   * @throws BackendException if JCuda or its native part is not on the class path, or the private
   *     folder cannot be used
   * @throws UnsatisfiedLinkError if the native part cannot be loaded
   * @throws io.tensorinit.cuda.driver.CudaException if the driver does not start
   */
  static synchronized Driver driver() {
    if (driver == null) {
      driver = OF_PROCESS.open(JcudaPart.DRIVER, Driver.class);
    }
    return driver;
  }

  /**
   * NVIDIA's libraries of this machine. Loads nothing by itself.
   *
   * @return the libraries
   */
  static Libraries libraries() {
    return LIBRARIES;
  }

  /** Unpacks and loads a native part, and makes our class over it. */
  private <T> T open(JcudaPart part, Class<T> type) {
    try {
      String file =
          (String)
              loadClass(NATIVES)
                  .getMethod("fileName", String.class)
                  .invoke(null, part.nativePart());
      Path library = NativePart.find(file, getParent(), folder, part.artifact() + "-natives");
      nativeParts.put(file, library);
      Object opened =
          loadClass(part.className()).getConstructor(String.class).newInstance(library.toString());
      return type.cast(opened);
    } catch (InvocationTargetException e) {
      throw rethrown(e.getCause(), part);
    } catch (NoClassDefFoundError | ReflectiveOperationException e) {
      throw notOnClassPath(part, e);
    }
  }

  private void loadNative(Path file) {
    try {
      loadClass(NATIVES).getMethod("load", String.class).invoke(null, file.toString());
    } catch (InvocationTargetException e) {
      throw rethrown(e.getCause(), JcudaPart.DRIVER);
    } catch (NoClassDefFoundError | ReflectiveOperationException e) {
      throw notOnClassPath(JcudaPart.DRIVER, e);
    }
  }

  private static RuntimeException rethrown(Throwable cause, JcudaPart part) {
    if (cause instanceof NoClassDefFoundError) {
      return notOnClassPath(part, cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new BackendException(part.artifact() + " cannot be loaded", cause);
  }

  private static BackendException notOnClassPath(JcudaPart part, Throwable cause) {
    return new BackendException(
        part.artifact()
            + " is not on the class path; add it, or the whole tensorinit-cuda with its"
            + " dependencies",
        cause);
  }

  private static boolean isApart(String name) {
    return name.startsWith("jcuda.") || name.startsWith("io.tensorinit.cuda.jcuda.");
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isApart(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = findClass(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** JCuda asks for its native parts by name; each is one that is loaded already. */
  @Override
  protected String findLibrary(String name) {
    Path library = nativeParts.get(System.mapLibraryName(name));
    return library == null ? null : library.toString();
  }
}
