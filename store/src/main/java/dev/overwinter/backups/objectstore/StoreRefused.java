package dev.overwinter.backups.objectstore;

import java.io.IOException;

/// The store will never take or give this: asking again is of no use.
public final class StoreRefused extends IOException {
  private static final long serialVersionUID = 1L;

  /// Says why.
  ///
  /// @param message one line for people
  public StoreRefused(String message) {
    super(message);
  }
}
