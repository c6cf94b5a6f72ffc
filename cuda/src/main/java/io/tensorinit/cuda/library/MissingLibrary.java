package io.tensorinit.cuda.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the linker says where a library that another one needs cannot be found. */
final class MissingLibrary {
  /** The file that was to be loaded, the one it needs, and the reason in the user's language. */
  private static final Pattern MESSAGE = Pattern.compile("[^:]+: ([^:/ ]+\\.so[.0-9]*): .+");

  private MissingLibrary() {}

  /**
   * The missing library's name.
   *
   * @param error why a file of native code could not be loaded
   * @return as in {@code libcublas.so.11}; empty if something else is wrong
   */
  static Optional<String> in(UnsatisfiedLinkError error) {
    Matcher matcher = MESSAGE.matcher(String.valueOf(error.getMessage()));
    return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
