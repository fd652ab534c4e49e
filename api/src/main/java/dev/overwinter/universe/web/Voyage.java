package dev.overwinter.universe.web;

import dev.overwinter.universe.Resources;
import dev.overwinter.universe.ruleset.RuleSet;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A fleet, ready to be placed on a page.
///
/// @param own whether it is the reader's
/// @param hostile whether it comes to harm the reader
/// @param who whose; empty for one's own
/// @param mission for people
/// @param way what it does now, for people
/// @param back whether it flies home
/// @param from where it left
/// @param to where it goes
/// @param toLink the system where it goes, below the universe's pages
/// @param since when that began
/// @param until when it ends; null when nothing of it flies
/// @param home when it is home again; null for one that does not come back
/// @param units what is left of it; none for somebody else's
/// @param cargo likewise
/// @param outcome what came of its mission, for people; may be empty
/// @param battle its report; null when it did not fight
/// @param recallable whether it can be called back
/// @param union the union that it founded, to which others can be invited; null for none
record Voyage(
    String id,
    boolean own,
    boolean hostile,
    String who,
    String mission,
    String way,
    boolean back,
    String from,
    String to,
    String toLink,
    Instant since,
    @Nullable Instant until,
    @Nullable Instant home,
    List<Words.Count> units,
    List<Words.Price> cargo,
    String outcome,
    @Nullable Long battle,
    boolean recallable,
    @Nullable String union) {

  static Voyage of(RuleSet rules, FleetReads.Fleet fleet, long reader, Instant now) {
    boolean own = fleet.player() == reader;
    var cargo = new Resources(fleet.metal(), fleet.crystal(), fleet.deuterium());
    return new Voyage(
        fleet.id(),
        own,
        !own && fleet.mission().hostile(),
        own ? "" : fleet.playerName(),
        mission(fleet.mission().name()),
        way(fleet),
        "RETURNING".equals(fleet.state()),
        fleet.origin().text(),
        fleet.target().text(),
        "/galaxy?galaxy=" + fleet.target().galaxy() + "&system=" + fleet.target().system(),
        since(fleet),
        until(fleet),
        own && "OUTBOUND".equals(fleet.state()) ? fleet.returnsAt() : null,
        own ? Words.counts(rules, fleet.units().byKey()) : List.of(),
        own ? Words.prices(cargo, cargo) : List.of(),
        own ? Words.words(fleet.outcome().replace("_", " ")) : "",
        fleet.battle(),
        own && fleet.outbound(now),
        own && fleet.outbound(now) && fleet.id().equals(fleet.union()) ? fleet.union() : null);
  }

  /// A mission for people.
  static String mission(String mission) {
    return switch (mission.toUpperCase(Locale.ROOT)) {
      case "ACS_ATTACK" -> "Joint attack";
      case "ACS_DEFEND" -> "Hold and defend";
      case "DESTROY_MOON" -> "Destroy moon";
      case "COLONIZE" -> "Colonise";
      default -> Words.words(mission);
    };
  }

  private static String way(FleetReads.Fleet fleet) {
    return switch (fleet.state()) {
      case "OUTBOUND" -> "on its way";
      case "HOLDING" -> "at its target";
      case "RETURNING" -> fleet.recalledAt() != null ? "called back" : "flying home";
      case "HOME" -> "over";
      default -> "lost";
    };
  }

  private static Instant since(FleetReads.Fleet fleet) {
    return switch (fleet.state()) {
      case "HOLDING" -> fleet.arrivesAt();
      case "RETURNING" -> turned(fleet);
      default -> fleet.departsAt();
    };
  }

  private static Instant turned(FleetReads.Fleet fleet) {
    if (fleet.recalledAt() != null) {
      return fleet.recalledAt();
    }
    return fleet.holdsUntil() != null ? fleet.holdsUntil() : fleet.arrivesAt();
  }

  private static @Nullable Instant until(FleetReads.Fleet fleet) {
    return switch (fleet.state()) {
      case "OUTBOUND" -> fleet.arrivesAt();
      case "HOLDING" -> fleet.holdsUntil();
      case "RETURNING" -> fleet.returnsAt();
      default -> null;
    };
  }
}
