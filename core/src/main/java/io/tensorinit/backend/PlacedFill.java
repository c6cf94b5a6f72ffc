package io.tensorinit.backend;

import io.tensorinit.memory.Destination;
import java.util.Objects;

/**
 * One of many fills that are asked for at once, and where it goes.
 *
 * @param fill what to fill
 * @param destination where its region's elements go
 */
public record PlacedFill(Fill fill, Destination destination) {
  /** Refuses nothing but null. */
  public PlacedFill {
    Objects.requireNonNull(fill, "fill");
    Objects.requireNonNull(destination, "destination");
  }
}
