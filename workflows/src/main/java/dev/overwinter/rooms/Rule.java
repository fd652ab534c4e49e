package dev.overwinter.rooms;

/// Who may do something in a room.
public enum Rule {
  /// Its host alone.
  HOST,
  /// Every member for themselves; what concerns another is the host's.
  SELF,
  /// Every member.
  ANYONE
}
