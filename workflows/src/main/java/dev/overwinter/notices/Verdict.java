package dev.overwinter.notices;

/// What an answer means for a delivery.
public enum Verdict {
  /// The receiver has it.
  DELIVERED,
  /// It is tried again later.
  LATER,
  /// The receiver wants nothing any more: its hook is paused.
  GONE
}
