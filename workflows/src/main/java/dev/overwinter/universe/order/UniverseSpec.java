package dev.overwinter.universe.order;

/// A universe to be made.
///
/// @param universe its id: 1 to 40 characters `[a-z0-9-]`
/// @param name for people
/// @param rules name of a rule set: `classic` or `ogame`
/// @param economySpeed how many times faster things are produced and built, above 0
/// @param fleetSpeed how many times faster fleets fly, above 0
/// @param researchSpeed how many times faster research is, above 0
/// @param startChoice whether players choose their first planet
/// @param seeded how many coordinates it offers to who chooses
/// @param settings the rest
public record UniverseSpec(
    String universe,
    String name,
    String rules,
    double economySpeed,
    double fleetSpeed,
    double researchSpeed,
    boolean startChoice,
    int seeded,
    UniverseSettings settings) {
  public UniverseSpec {
    if (!universe.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("universe: " + universe + " (expected: [a-z0-9-]{1,40})");
    }
    if (!(economySpeed > 0 && fleetSpeed > 0 && researchSpeed > 0)) {
      throw new IllegalArgumentException(
          "speeds: %s, %s, %s (expected: above 0)"
              .formatted(economySpeed, fleetSpeed, researchSpeed));
    }
    if (seeded < 0) {
      throw new IllegalArgumentException("seeded: " + seeded + " (expected: >= 0)");
    }
  }
}
