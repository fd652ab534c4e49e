package dev.overwinter.universe.espionage;

/// A part of an espionage report, from what everybody sees to what few do.
public enum Section {
  RESOURCES,
  SHIPS,
  DEFENCE,
  BUILDINGS,
  RESEARCH
}
