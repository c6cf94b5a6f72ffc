package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.tensor.DType;
import java.util.Optional;
import java.util.Set;

/**
 * The kernels that newer devices have beside the others: they convert two numbers at once, as
 * {@code packed_store.cuh} says, and serve distributions of which it is known that no value is NaN
 * nor, in 8 bits, overflows. Values have the same bits.
 */
enum PackedStores {
  /** F16 and BF16. */
  IN_16_BITS(8, 0),
  /** F8_E4M3 and F8_E5M2. */
  IN_8_BITS(8, 9);

  /** The distributions that have such kernels. */
  private static final Set<String> DISTRIBUTIONS =
      Set.of("uniform", "normal", "truncated", "quantile");

  private final int major;
  private final int minor;

  PackedStores(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /**
   * The kernels for a distribution's values, if there are any.
   *
   * @param distribution the distribution
   * @param cells the type the values are rounded to
   * @param device the device they would run on
   * @return which; empty if the device, the type or the distribution has none
   */
  static Optional<PackedStores> of(
      DistributionArgument distribution, DType cells, DeviceInfo device) {
    return DISTRIBUTIONS.contains(distribution.runs())
        ? of(distribution.largest(), cells, device)
        : Optional.empty();
  }

  /**
   * The kernels for numbers, if there are any.
   *
   * @param largest what no number exceeds in magnitude; NaN where nothing is known
   * @param cells the type they are rounded to
   * @param device the device they would run on
   * @return which; empty if the device or the type has none
   */
  static Optional<PackedStores> of(double largest, DType cells, DeviceInfo device) {
    Optional<PackedStores> stores;
    switch (cells) {
      case F16:
      case BF16:
        stores = Optional.of(IN_16_BITS);
        break;
      case F8_E4M3:
      case F8_E5M2:
        stores = largest <= cells.maxValue() ? Optional.of(IN_8_BITS) : Optional.empty();
        break;
      default:
        stores = Optional.empty();
    }
    return stores.filter(its -> its.runOn(device));
  }

  private boolean runOn(DeviceInfo device) {
    return device.major() > major || (device.major() == major && device.minor() >= minor);
  }

  /** The file of these kernels beside another. */
  String file(String plain) {
    return plain + ".sm_" + major + minor;
  }

  /** The kernel's name beside another. */
  String kernel(String plain) {
    return plain + "_packed";
  }
}
