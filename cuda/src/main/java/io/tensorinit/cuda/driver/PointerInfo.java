package io.tensorinit.cuda.driver;

/**
 * The allocation that an address lies in, as far as the driver says.
 *
 * @param kind what memory it is
 * @param device the ordinal of the device it was made for
 * @param start its first address, 0 if the driver does not say
 * @param bytes its size, 0 if the driver does not say
 * @param mapped whether it was mapped by the application or comes from a pool, so that the memory
 *     behind its end may belong to the same region
 */
public record PointerInfo(Kind kind, int device, long start, long bytes, boolean mapped) {
  /** What memory an address lies in. */
  public enum Kind {
    /** A device's own. */
    DEVICE,
    /** Managed memory, which every device reaches. */
    MANAGED,
    /** Pinned host memory that devices reach at the same address. */
    MAPPED_HOST,
    /** Host memory that no device reaches at this address. */
    HOST
  }

  /**
   * The address behind the allocation.
   *
   * @return the end, 0 if the driver does not say
   */
  public long end() {
    return start + bytes;
  }
}
