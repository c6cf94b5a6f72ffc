package io.tensorinit.cuda.driver;

/** NVIDIA's libraries beside the driver. Each may be missing by itself. */
public enum Library {
  /** Random words; the same file in CUDA 10 to 13. */
  CURAND("cuRAND", "libcurand.so.10", "CUDA 10.x to 13.x"),
  /** Diagonal scaling; of CUDA 11. */
  CUBLAS("cuBLAS", "libcublas.so.11", "CUDA 11.x"),
  /** QR and the product of reflectors; of CUDA 11. */
  CUSOLVER("cuSOLVER", "libcusolver.so.11", "CUDA 11.x");

  private final String title;
  private final String fileName;
  private final String release;

  Library(String title, String fileName, String release) {
    this.title = title;
    this.fileName = fileName;
    this.release = release;
  }

  /**
   * Its name.
   *
   * @return as NVIDIA writes it
   */
  public String title() {
    return title;
  }

  /**
   * The file that is looked for, on Linux.
   *
   * @return as in {@code libcurand.so.10}
   */
  public String fileName() {
    return fileName;
  }

  /**
   * The releases of CUDA that have this file.
   *
   * @return as in {@code CUDA 11.x}
   */
  public String release() {
    return release;
  }
}
