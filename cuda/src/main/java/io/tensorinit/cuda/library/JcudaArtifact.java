package io.tensorinit.cuda.library;

import io.tensorinit.cuda.driver.Library;

/** What JCuda comes in, each a jar, a jar of natives, and a class of ours over them. */
enum JcudaArtifact {
  /** The driver. */
  DRIVER("jcuda", "JCudaDriver", "JcudaDriver"),
  /** cuRAND. */
  CURAND("jcurand", "JCurand", "JcurandLibrary"),
  /** cuBLAS. */
  CUBLAS("jcublas", "JCublas2", "JcublasLibrary"),
  /** cuSOLVER. */
  CUSOLVER("jcusolver", "JCusolver", "JcusolverLibrary");

  private final String artifact;
  private final String nativeName;
  private final String className;

  JcudaArtifact(String artifact, String nativeName, String className) {
    this.artifact = artifact;
    this.nativeName = nativeName;
    this.className = className;
  }

  /** The one over a library of NVIDIA's. */
  static JcudaArtifact over(Library library) {
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
  String coordinates() {
    return "org.jcuda:" + artifact;
  }

  /** JCuda's name of the native library, as in {@code JCurand}. */
  String nativeName() {
    return nativeName;
  }

  /** Our class over it, which takes the native library's path. */
  String className() {
    return "io.tensorinit.cuda.jcuda." + className;
  }
}
