package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.spi.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * Loads JCuda apart from the application's own JCuda, if it has one. JCuda by itself would unpack
 * its native part to a fixed name in the shared temporary folder, and load whatever lies there;
 * here it gets it as {@link NativePart} says. No property of the JVM is changed, and what the
 * application loaded stays as it is.
 */
final class JcudaLoader extends ClassLoader {
  private static final String DRIVER = "io.tensorinit.cuda.jcuda.JcudaDriver";

  private static Driver driver;

  private final Path library;

  static {
    registerAsParallelCapable();
  }

  private JcudaLoader(ClassLoader parent, Path library) {
    super("tensorinit-jcuda", parent);
    this.library = library;
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
      driver = load(JcudaLoader.class.getClassLoader(), PrivateFolder.ofUser());
    }
    return driver;
  }

  private static Driver load(ClassLoader parent, PrivateFolder folder) {
    try {
      String file = (String) driverClass(parent, null).getMethod("libraryFileName").invoke(null);
      Path library = NativePart.find(file, parent, folder);
      return (Driver)
          driverClass(parent, library).getConstructor(String.class).newInstance(library.toString());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new BackendException("JCuda cannot be loaded", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new BackendException(
          "JCuda is not on the class path; add org.jcuda:jcuda, or the whole tensorinit-cuda with"
              + " its dependencies",
          e);
    }
  }

  private static Class<?> driverClass(ClassLoader parent, Path library)
      throws ClassNotFoundException {
    return new JcudaLoader(parent, library).loadClass(DRIVER);
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

  /** JCuda asks for its native part by name; it is the one that is loaded already. */
  @Override
  protected String findLibrary(String name) {
    return library != null && library.getFileName().toString().equals(System.mapLibraryName(name))
        ? library.toString()
        : null;
  }
}
