package io.tensorinit.backend;

import java.util.Optional;

/** Whether a backend can be used here: absence is data, not an exception. */
public sealed interface Availability permits Availability.Available, Availability.Unavailable {
  /**
   * The backend can be opened.
   *
   * @param device the device it would use, in one line
   */
  record Available(String device) implements Availability {}

  /**
   * The backend cannot be opened.
   *
   * @param reason why, and what to do about it, in one line
   * @param cause what was thrown on the way, if anything
   * @param deviceSeen whether something that looks like a device was found and could not be used
   */
  record Unavailable(String reason, Optional<Throwable> cause, boolean deviceSeen)
      implements Availability {}
}
