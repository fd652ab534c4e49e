package dev.overwinter.universe.ruleset;

/// What holds in one universe: what every rule needs beside a state and an order.
///
/// @param rules constants and formulas
/// @param speeds how much faster it runs
public record Laws(RuleSet rules, Speeds speeds) {
  /// A rule set as it is.
  public static Laws of(RuleSet rules) {
    return new Laws(rules, Speeds.USUAL);
  }
}
