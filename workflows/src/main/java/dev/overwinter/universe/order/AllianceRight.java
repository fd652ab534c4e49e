package dev.overwinter.universe.order;

/// What a role of an alliance allows. Its founder may do everything.
public enum AllianceRight {
  /// Decide about who may come in.
  APPLICATIONS,
  /// Turn members out.
  KICK,
  /// Write to all members.
  CIRCULAR,
  /// Change how the alliance describes itself.
  EDIT,
  /// Make roles and give them.
  ROLES
}
