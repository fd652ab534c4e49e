package dev.overwinter.nodes;

/// What a node can do for its servers, as they are told.
public enum NodeStanding {
  /// It starts and stops them. So far as anybody knows: a node that has just become silent is still
  /// believed to be there.
  SERVING,
  /// It is being emptied: nothing wakes on it.
  MAINTENANCE,
  /// It has been silent for longer than its grace: nobody can start or stop anything on it.
  LOST
}
