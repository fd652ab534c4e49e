package dev.overwinter.backups;

/// Why a backup was made.
public enum BackupWhy {
  /// Its server had fallen asleep.
  ASLEEP,
  /// Somebody asked for it.
  ASKED,
  /// A schedule of its server asked for it.
  SCHEDULED
}
