package dev.overwinter.universe.score;

/// How long somebody has not been seen.
public enum Activity {
  ACTIVE,
  INACTIVE,
  LONG_INACTIVE
}
