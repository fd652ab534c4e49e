package dev.overwinter.backups;

/// How far a backup is. The state table is in the package documentation.
public enum BackupState {
  /// A node writes it.
  IN_PROGRESS,
  /// It can be restored.
  COMPLETE,
  /// There is none.
  FAILED,
  /// Somebody wants it gone, and it does not count any more; its archive may still lie there.
  REMOVING
}
