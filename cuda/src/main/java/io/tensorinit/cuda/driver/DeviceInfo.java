package io.tensorinit.cuda.driver;

/**
 * A device, as the driver describes it.
 *
 * @param ordinal its number, from 0
 * @param name its name
 * @param major its compute capability, before the dot
 * @param minor its compute capability, after the dot
 * @param multiprocessors how many multiprocessors it has
 * @param sharedMemoryBytes the shared memory that a block can have at most, if it asks for it
 * @param memoryBytes its memory
 */
public record DeviceInfo(
    int ordinal,
    String name,
    int major,
    int minor,
    int multiprocessors,
    int sharedMemoryBytes,
    long memoryBytes) {
  /** The oldest compute capability the shipped kernels run on: 7.0, Volta. */
  public static final int OLDEST_MAJOR = 7;

  /**
   * Whether the shipped kernels run on it.
   *
   * @return true from Volta on
   */
  public boolean isSupported() {
    return major >= OLDEST_MAJOR;
  }

  /**
   * The device in one line.
   *
   * @return name and compute capability
   */
  @Override
  public String toString() {
    return name + " (compute capability " + major + "." + minor + ")";
  }
}
