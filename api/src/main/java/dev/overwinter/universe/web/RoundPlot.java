package dev.overwinter.universe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// A battle as lines: how many units of each side were left after each round, as a share of those
/// that came. The picture is 600 by 200, its plot 40 to 590 by 12 to 172.
///
/// @param attackers points of a polyline
/// @param defenders points of a polyline
/// @param steps of the axis, one for each round and one for before
/// @param rounds what happened in each
/// @param summary the same in a sentence
record RoundPlot(
    String attackers, String defenders, List<Step> steps, List<Round> rounds, String summary) {
  private static final double LEFT = 40;
  private static final double RIGHT = 590;
  private static final double TOP = 12;
  private static final double BOTTOM = 172;

  /// A step of the axis.
  record Step(String name, String x) {}

  /// A round.
  ///
  /// @param attackerShots how often its attackers fired
  /// @param attackersLeft how many were left after it
  record Round(
      int number,
      String attackerShots,
      String attackerPower,
      String attackersLost,
      String attackersLeft,
      String defenderShots,
      String defenderPower,
      String defendersLost,
      String defendersLeft) {}

  /// Of a report's `result`.
  static RoundPlot of(JsonNode result) {
    long attackersAtFirst = units(result.path("attackers").path("fleets"), "units");
    long defendersAtFirst = units(result.path("defenders").path("fleets"), "units");
    var attackersLeft = new ArrayList<Long>(List.of(attackersAtFirst));
    var defendersLeft = new ArrayList<Long>(List.of(defendersAtFirst));
    var rounds = new ArrayList<Round>();
    for (var round : result.path("rounds")) {
      var attackers = round.path("attackers");
      var defenders = round.path("defenders");
      attackersLeft.add(units(attackers, "remaining"));
      defendersLeft.add(units(defenders, "remaining"));
      rounds.add(
          new Round(
              round.path("number").asInt(),
              sum(attackers, "shots"),
              sum(attackers, "power"),
              Words.number(units(attackers, "lost")),
              Words.number(attackersLeft.getLast()),
              sum(defenders, "shots"),
              sum(defenders, "power"),
              Words.number(units(defenders, "lost")),
              Words.number(defendersLeft.getLast())));
    }
    var steps = new ArrayList<Step>();
    for (int step = 0; step < attackersLeft.size(); step++) {
      steps.add(
          new Step(step == 0 ? "before" : String.valueOf(step), x(step, attackersLeft.size())));
    }
    return new RoundPlot(
        line(attackersLeft, attackersAtFirst),
        line(defendersLeft, defendersAtFirst),
        steps,
        rounds,
        "After %d rounds %s of %s attacking and %s of %s defending units were left."
            .formatted(
                rounds.size(),
                Words.number(attackersLeft.getLast()),
                Words.number(attackersAtFirst),
                Words.number(defendersLeft.getLast()),
                Words.number(defendersAtFirst)));
  }

  private static String line(List<Long> left, long atFirst) {
    var points = new StringBuilder();
    for (int step = 0; step < left.size(); step++) {
      double share = atFirst == 0 ? 0 : (double) left.get(step) / atFirst;
      points
          .append(points.isEmpty() ? "" : " ")
          .append(x(step, left.size()))
          .append(',')
          .append(text(BOTTOM - share * (BOTTOM - TOP)));
    }
    return points.toString();
  }

  private static String x(int step, int steps) {
    return text(steps < 2 ? LEFT : LEFT + (RIGHT - LEFT) * step / (steps - 1));
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static long units(JsonNode fleets, String field) {
    long sum = 0;
    for (var fleet : fleets) {
      for (var count : fleet.path(field)) {
        sum += Objects.requireNonNull(count).asLong();
      }
    }
    return sum;
  }

  private static String sum(JsonNode fleets, String field) {
    long sum = 0;
    for (var fleet : fleets) {
      sum += fleet.path(field).asLong();
    }
    return Words.number(sum);
  }
}
