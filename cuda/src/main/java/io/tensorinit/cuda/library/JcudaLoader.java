package io.tensorinit.cuda.library;

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
import org.jspecify.annotations.Nullable;

/**
 * Loads JCuda apart from the application's own JCuda, if it has one. JCuda by itself would unpack
 * its native libraries to fixed names in the shared temporary folder, and load whatever lies there;
 * here it gets them as {@link NativeFiles} says. No property of the JVM is changed, and what the
 * application loaded stays as it is. Safe for use by several threads.
 */
public final class JcudaLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String NATIVES = "io.tensorinit.cuda.jcuda.JcudaNatives";

  private static final JcudaLoader OF_PROCESS =
      new JcudaLoader(JcudaLoader.class.getClassLoader(), PrivateFolder.ofUser());

  private static final Libraries LIBRARIES =
      new CudaLibraries(
          library -> OF_PROCESS.open(JcudaArtifact.over(library), Versioned.class),
          new RedistributableJar(
              OF_PROCESS.folder, OF_PROCESS.getParent(), OF_PROCESS::loadNative));

  private static @Nullable Driver driver;

  private final PrivateFolder folder;

  /** The native libraries that may be loaded, by file name. */
  private final Map<String, Path> nativeFiles = new ConcurrentHashMap<>();

  private JcudaLoader(ClassLoader parent, PrivateFolder folder) {
    super("tensorinit-jcuda", parent);
    this.folder = folder;
  }

  /**
   * The driver of this machine, loaded when first asked for and kept.
   *
   * @return the driver, initialized
   * @throws BackendException if JCuda or its native library is not on the class path, or the
   *     private folder cannot be used
   * @throws UnsatisfiedLinkError if the native library cannot be loaded
   * @throws io.tensorinit.cuda.driver.CudaException if the driver does not start
   */
  public static synchronized Driver driver() {
    if (driver == null) {
      driver = OF_PROCESS.open(JcudaArtifact.DRIVER, Driver.class);
    }
    return driver;
  }

  /**
   * NVIDIA's libraries of this machine. Loads nothing by itself.
   *
   * @return the libraries
   */
  public static Libraries libraries() {
    return LIBRARIES;
  }

  /** Unpacks and loads a native library, and makes our class over it. */
  private <T> T open(JcudaArtifact artifact, Class<T> type) {
    try {
      String file =
          (String)
              loadClass(NATIVES)
                  .getMethod("fileName", String.class)
                  .invoke(null, artifact.nativeName());
      Path library =
          NativeFiles.find(file, getParent(), folder, artifact.coordinates() + "-natives");
      nativeFiles.put(file, library);
      Object opened =
          loadClass(artifact.className())
              .getConstructor(String.class)
              .newInstance(library.toString());
      return type.cast(opened);
    } catch (InvocationTargetException e) {
      throw rethrown(e.getTargetException(), artifact);
    } catch (NoClassDefFoundError | ReflectiveOperationException e) {
      throw notOnClassPath(artifact, e);
    }
  }

  private void loadNative(Path file) {
    try {
      loadClass(NATIVES).getMethod("load", String.class).invoke(null, file.toString());
    } catch (InvocationTargetException e) {
      throw rethrown(e.getTargetException(), JcudaArtifact.DRIVER);
    } catch (NoClassDefFoundError | ReflectiveOperationException e) {
      throw notOnClassPath(JcudaArtifact.DRIVER, e);
    }
  }

  private static RuntimeException rethrown(Throwable cause, JcudaArtifact artifact) {
    if (cause instanceof NoClassDefFoundError) {
      return notOnClassPath(artifact, cause);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException exception
        ? exception
        : new BackendException(artifact.coordinates() + " cannot be loaded", cause);
  }

  private static BackendException notOnClassPath(JcudaArtifact artifact, Throwable cause) {
    return new BackendException(
        artifact.coordinates()
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

  /** JCuda asks for its native libraries by name; each is one that is loaded already. */
  @Override
  protected @Nullable String findLibrary(String name) {
    Path library = nativeFiles.get(System.mapLibraryName(name));
    return library == null ? null : library.toString();
  }
}
