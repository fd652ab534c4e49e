package dev.overwinter.servers;

import dev.overwinter.backups.BackupWhy;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Asks for a backup.
///
/// @param by who asks
/// @param how what may be done to the server for it
/// @param onlyIfEmpty whether there is to be none while somebody plays
/// @param why what it is made for
/// @param locked whether it is kept whatever happens
/// @param request an id by which the same request is recognised when it comes again; empty for none
public record BackupRequest(
    String by, How how, boolean onlyIfEmpty, BackupWhy why, boolean locked, String request) {
  /// What may be done to the server.
  public enum How {
    /// Nothing: it has to be asleep.
    ASLEEP_ONLY,
    /// While it is awake its game is asked to keep still, or, when it cannot and nobody plays, the
    /// server is stopped and started again.
    LIVE_OK
  }

  public BackupRequest(
      String by,
      @Nullable How how,
      boolean onlyIfEmpty,
      @Nullable BackupWhy why,
      boolean locked,
      @Nullable String request) {
    this.by = Objects.requireNonNull(by, "by");
    // Absent in what was written while a server had to sleep for it.
    this.how = how == null ? How.ASLEEP_ONLY : how;
    this.onlyIfEmpty = onlyIfEmpty;
    this.why = why == null ? BackupWhy.ASKED : why;
    this.locked = locked;
    this.request = request == null ? "" : request;
  }

  /// Of a server that sleeps.
  public BackupRequest(String by) {
    this(by, How.ASLEEP_ONLY, false, BackupWhy.ASKED, false, "");
  }
}
