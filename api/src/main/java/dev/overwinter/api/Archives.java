package dev.overwinter.api;

import dev.overwinter.backups.objectstore.ObjectStore;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Where archives of worlds lie, opened once for all who read or keep them here. Thread-safe.
@Component
public final class Archives {
  private final Optional<ObjectStore> store;

  Archives(ApiConfig config) {
    store = config.backups().store().open();
  }

  /// The store; empty when this platform keeps none (`OVERWINTER_BACKUPS`).
  public Optional<ObjectStore> store() {
    return store;
  }
}
