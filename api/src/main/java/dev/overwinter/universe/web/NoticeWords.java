package dev.overwinter.universe.web;

import dev.overwinter.universe.ruleset.RuleSet;
import tools.jackson.databind.JsonNode;

/// What happened to a player, in a line for people. One of a kind that nobody has described is told
/// by its name.
final class NoticeWords {
  private NoticeWords() {}

  /// The line.
  static String of(RuleSet rules, String type, JsonNode told) {
    return switch (type) {
      case "building_complete" ->
          Words.name(rules, text(told, "building_type"))
              + " has reached level "
              + told.path("new_level").asInt();
      case "research_complete" ->
          Words.name(rules, text(told, "research_type"))
              + " "
              + told.path("new_level").asInt()
              + " is researched";
      case "ship_build_complete" ->
          Words.number(told.path("count").asLong())
              + " × "
              + Words.name(rules, text(told, "ship_type"))
              + " are ready";
      case "building_dropped" ->
          Words.name(rules, text(told, "building_type"))
              + " was taken out of the queue: "
              + Words.sentence(rules, text(told, "reason"));
      case "research_dropped" ->
          Words.name(rules, text(told, "research_type"))
              + " was taken out of the queue: "
              + Words.sentence(rules, text(told, "reason"));
      case "storage_full" ->
          Words.words(text(told, "resource"))
              + " is full at "
              + Words.number(told.path("capacity").asLong())
              + ": its production has stopped";
      case "energy_deficit" ->
          "Too little energy: "
              + Math.round(told.path("energy_produced").asDouble())
              + " of "
              + Math.round(told.path("energy_required").asDouble())
              + ", so mines give "
              + Math.round(told.path("factor_applied").asDouble() * 100)
              + " %";
      case "incoming_attack" ->
          "A hostile fleet comes from "
              + at(told.path("origin"))
              + " to "
              + at(told.path("target"));
      case "battle_report" ->
          "Battle at "
              + at(told.path("location"))
              + ": "
              + winner(text(told.path("outcome"), "winner"));
      case "espionage_noticed" -> "Foreign probes were seen at " + at(told.path("location"));
      case "espionage_report" -> "Your probes have seen " + at(told.path("location"));
      case "missile_report" -> "Missiles have come down at " + at(told.path("location"));
      case "planet_colonized" -> "A new planet is yours at " + at(told.path("target"));
      case "transport_received" -> "A transport has arrived at " + at(told.path("target"));
      case "union_invitation" ->
          text(told, "founder") + " asks you to attack " + at(told.path("target")) + " together";
      case "expedition" -> "Your expedition: " + text(told, "outcome");
      default -> Words.words(type);
    };
  }

  /// Who has won, for people.
  static String winner(String winner) {
    return switch (winner) {
      case "attacker" -> "the attacker has won";
      case "defender" -> "the defender has won";
      default -> "nobody has won";
    };
  }

  private static String text(JsonNode told, String field) {
    return told.path(field).asString("");
  }

  private static String at(JsonNode place) {
    return place.path("galaxy").asInt()
        + ":"
        + place.path("system").asInt()
        + ":"
        + place.path("planet").asInt();
  }
}
