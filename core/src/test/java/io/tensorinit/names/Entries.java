package io.tensorinit.names;

import io.tensorinit.peer.NameEntry;
import java.util.List;

/** The entries of all names, for tests that try what each takes. */
public final class Entries {
  private Entries() {}

  /**
   * All entries.
   *
   * @return the entries, in the order of {@link InitializerNames#list}
   */
  public static List<NameEntry> all() {
    return InitializerNames.entries();
  }
}
