package dev.overwinter.universe;

/// What is at a coordinate.
public enum Body {
  PLANET,
  MOON,
  DEBRIS
}
