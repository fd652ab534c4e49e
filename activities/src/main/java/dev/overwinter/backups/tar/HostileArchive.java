package dev.overwinter.backups.tar;

import java.io.IOException;

/// An archive holds what no world of ours can.
public final class HostileArchive extends IOException {
  private static final long serialVersionUID = 1L;

  /// Says why.
  ///
  /// @param message one line for people
  public HostileArchive(String message) {
    super(message);
  }
}
