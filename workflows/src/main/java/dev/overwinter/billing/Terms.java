package dev.overwinter.billing;

/// On which terms an account uses the platform.
public enum Terms {
  /// The ledger has not been asked yet.
  UNKNOWN,
  /// It pays before it plays.
  PREPAID,
  /// It belongs to whoever runs the platform: metered, and free of charge.
  HOUSE
}
