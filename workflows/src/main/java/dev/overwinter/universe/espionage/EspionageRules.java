package dev.overwinter.universe.espionage;

import dev.overwinter.universe.combat.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What espionage shows and what it risks; a part of a rule set's data.
///
/// @param thresholds what each section takes; a section that is not named is not shown
/// @param counter whether the ships of the target may notice and fight
public record EspionageRules(List<Threshold> thresholds, boolean counter) {
  /// As the real game.
  public static final EspionageRules OGAME =
      new EspionageRules(
          List.of(
              new Threshold(Section.RESOURCES, 0, 0),
              new Threshold(Section.SHIPS, 2, 1),
              new Threshold(Section.DEFENCE, 3, 2),
              new Threshold(Section.BUILDINGS, 5, 3),
              new Threshold(Section.RESEARCH, 7, 4)),
          true);

  /// As the seed: whoever comes sees the planet, its ships and its buildings, and nobody notices.
  public static final EspionageRules CLASSIC =
      new EspionageRules(
          List.of(
              new Threshold(Section.RESOURCES, 0, 0),
              new Threshold(Section.SHIPS, 0, 0),
              new Threshold(Section.BUILDINGS, 0, 0)),
          false);

  /// Either is enough.
  ///
  /// @param section which
  /// @param probes how many, without those that a gap in research takes
  /// @param lead levels of espionage more than the target's owner
  public record Threshold(Section section, long probes, int lead) {
    public Threshold {
      Objects.requireNonNull(section, "section");
    }
  }

  public EspionageRules {
    thresholds = List.copyOf(thresholds);
  }

  /// What probes find and meet.
  ///
  /// @param sections that the report has, in order
  /// @param counterPercent how likely it was that they are noticed
  /// @param noticed whether they are: then the ships that were counted fight them
  public record Look(List<Section> sections, int counterPercent, boolean noticed) {
    public Look {
      sections = List.copyOf(sections);
    }
  }

  /// Looks at a planet or moon.
  ///
  /// @param probes how many arrive, above 0
  /// @param own level of espionage of who sent them
  /// @param others level of espionage of who is looked at
  /// @param ships how many are there to notice them, without defences
  public Look look(long probes, int own, int others, long ships, long seed) {
    if (probes < 1 || own < 0 || others < 0 || ships < 0) {
      throw new IllegalArgumentException(
          "look: %d probes, levels %d and %d, %d ships (expected: a probe, none below 0)"
              .formatted(probes, own, others, ships));
    }
    var gap = Math.max(0L, (long) others - own);
    var useful = Math.max(0, probes - gap * gap);
    var sections = new ArrayList<Section>();
    for (var threshold : thresholds) {
      if (useful >= threshold.probes() || own - others >= threshold.lead()) {
        sections.add(threshold.section());
      }
    }
    var percent = counter ? counterPercent(probes, own, others, ships) : 0;
    return new Look(sections, percent, Dice.of(seed, "espionage").happens(percent, 100));
  }

  /// ships (gap + 1) / (4 probes), in whole percent.
  private static int counterPercent(long probes, int own, int others, long ships) {
    var factor = (long) others - own + 1;
    if (factor <= 0 || ships == 0) {
      return 0;
    }
    // So many that the product might not fit are noticed in any case.
    if (ships >= Long.MAX_VALUE / 100 / factor) {
      return 100;
    }
    return (int) Math.min(100, 100 * ships * factor / (4 * probes));
  }
}
