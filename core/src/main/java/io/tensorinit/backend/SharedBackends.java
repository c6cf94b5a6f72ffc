package io.tensorinit.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The backends of fills that name none, opened with default options when first needed and never
 * closed. Safe for use by several threads.
 */
final class SharedBackends {
  private final Backends backends;

  /** Those that are open, best first. */
  private final List<Backends.Opened> opened = new ArrayList<>();

  /**
   * None is open yet.
   *
   * @param backends what there is to choose from
   */
  SharedBackends(Backends backends) {
    this.backends = backends;
  }

  /** The one that is chosen by property and environment. */
  synchronized Backend first() {
    if (opened.isEmpty()) {
      add(backends.choose());
    }
    return opened.get(0).backend();
  }

  /** The first, unless {@code auto} chose it and it refuses; then the next that does not. */
  synchronized Backend forWork(Function<Backend, Optional<String>> refusal) {
    first();
    for (int place = 0; ; place++) {
      Backends.Opened candidate = opened.get(place);
      Optional<String> reason = refusal.apply(candidate.backend());
      if (reason.isEmpty() || !candidate.choice().automatic()) {
        return candidate.backend();
      }
      if (place + 1 == opened.size()) {
        add(backends.after(candidate.choice(), reason.get(), Optional.empty()));
      }
    }
  }

  private void add(Backends.Choice choice) {
    Backends.Opened next =
        backends.open(choice, BackendOptions.DEFAULT, anything -> Optional.empty());
    Backends.logged(next);
    opened.add(next);
  }
}
