package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.CudaException;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.function.ToIntBiFunction;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.libraryPropertyType;

/** Files of native code: JCuda's own, and the libraries beneath them. */
public final class JcudaNatives {
  private static final int[] VERSION_PROPERTIES = {
    libraryPropertyType.MAJOR_VERSION,
    libraryPropertyType.MINOR_VERSION,
    libraryPropertyType.PATCH_LEVEL
  };

  private JcudaNatives() {}

  /**
   * The file that one of JCuda's native libraries comes in, for this platform. Loads nothing.
   *
   * @param baseName the library, as JCuda calls it: as in {@code JCurand}
   * @return the file's name
   */
  public static String fileName(String baseName) {
    return LibUtils.createLibraryFileName(
        LibUtils.createPlatformLibraryName(baseName + "-" + JCudaVersion.get()));
  }

  /**
   * Loads a file of native code. A library that is loaded is found by its own name (SONAME) when
   * another one needs it.
   *
   * @param file an absolute path
   * @throws UnsatisfiedLinkError if the file, or a library it needs, cannot be loaded
   */
  public static void load(String file) {
    System.load(file);
  }

  /**
   * Asks a library for its version (cu???GetProperty).
   *
   * @param call the call's name
   * @param getProperty the call: takes a property, sets its value, returns a status
   * @param name the name of a status
   * @return as in {@code 11.4.1}
   * @throws CudaException if the library does not say
   */
  static String version(
      String call, ToIntBiFunction<Integer, int[]> getProperty, IntFunction<String> name) {
    StringJoiner version = new StringJoiner(".");
    int[] value = new int[1];
    for (int property : VERSION_PROPERTIES) {
      int status = getProperty.applyAsInt(property, value);
      if (status != 0) {
        throw new CudaException(call, status, name.apply(status), "");
      }
      version.add(Integer.toString(value[0]));
    }
    return version.toString();
  }
}
