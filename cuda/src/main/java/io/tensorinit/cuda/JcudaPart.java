package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Library;

/** The parts JCuda comes in, each a jar, a jar of natives, and a class of ours over them. */
enum JcudaPart {
  /** The driver. */
  DRIVER("jcuda", "JCudaDriver", "JcudaDriver"),
  /** cuRAND. */
  CURAND("jcurand", "JCurand", "JcurandLibrary"),
  /** cuBLAS. */
  CUBLAS("jcublas", "JCublas2", "JcublasLibrary"),
  /** cuSOLVER. */
  CUSOLVER("jcusolver", "JCusolver", "JcusolverLibrary");

  private final String artifact;
  private final String nativePart;
  private final String className;

  JcudaPart(String artifact, String nativePart, String className) {
    this.artifact = artifact;
    this.nativePart = nativePart;
    this.className = className;
  }

  /** The part over a library of NVIDIA's. */
  static JcudaPart over(Library library) {
    switch (library) {
      case CURAND:
        return CURAND;
      case CUBLAS:
        return CUBLAS;
      default:
        return CUSOLVER;
    }
  }

  /** The jar, as Maven knows it. */
  String artifact() {
    return "org.jcuda:" + artifact;
  }

  /** JCuda's name of the native part, as in {@code JCurand}. */
  String nativePart() {
    return nativePart;
  }

  /** Our class over it, which takes the native part's path. */
  String className() {
    return "io.tensorinit.cuda.jcuda." + className;
  }
}
