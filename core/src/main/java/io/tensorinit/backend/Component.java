package io.tensorinit.backend;

import java.util.Objects;

/**
 * Something a backend uses where it is there: a driver, a device, a library.
 *
 * @param name what it is: {@code driver}, {@code device 0}, {@code cuRAND}
 * @param found whether it is there and can be used
 * @param detail in one line: its version and where it came from; or why it cannot be used, and what
 *     to do about it
 */
public record Component(String name, boolean found, String detail) {
  /**
   * A component.
   *
   * @throws NullPointerException if name or detail is null
   */
  public Component {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(detail, "detail");
  }
}
