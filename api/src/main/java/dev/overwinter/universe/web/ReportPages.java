package dev.overwinter.universe.web;

import dev.overwinter.api.Problem;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.ruleset.RuleSet;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import tools.jackson.databind.JsonNode;

/// Reports of battles and of probes. What does not concern who looks is not there.
@Controller
@Hidden
class ReportPages {
  private static final int MOST = 50;

  private final UniverseDoor door;
  private final ReportReads reports;
  private final PlayerReads players;

  ReportPages(UniverseDoor door, ReportReads reports, PlayerReads players) {
    this.door = door;
    this.reports = reports;
    this.players = players;
  }

  /// A report in the list.
  ///
  /// @param css how it went for who looks: won, lost or even
  record Line(long id, String at, String text, String css, Instant when) {}

  @GetMapping("/universe/{universe}/reports")
  String list(@AuthenticationPrincipal Actor actor, @PathVariable String universe, Model model) {
    return door.show(
        actor,
        universe,
        "reports",
        model,
        visit -> {
          long player = visit.player().id();
          model.addAttribute(
              "battles",
              reports.battles(player, MOST, 0).stream().map(row -> line(player, row)).toList());
          model.addAttribute(
              "looks",
              reports.spied(player, MOST, 0).stream()
                  .map(row ->
                      new Line(
                          row.id(),
                          place(row.at()),
                          row.attacker() == player ? "seen by your probes" : "you were looked at",
                          row.attacker() == player ? "even" : "lost",
                          row.createdAt()))
                  .toList());
          return "universe/reports";
        });
  }

  private static Line line(long player, ReportReads.Battle row) {
    boolean attacks = row.attacker() == player;
    return new Line(
        row.id(),
        place(row.at()),
        row.attackerName() + " against " + row.defenderName(),
        fate(row.winner(), attacks),
        row.createdAt());
  }

  private static String fate(String winner, boolean attacks) {
    if ("draw".equals(winner)) {
      return "even";
    }
    return "attacker".equals(winner) == attacks ? "won" : "lost";
  }

  private static String place(ReportReads.Place at) {
    return at.galaxy() + ":" + at.system() + ":" + at.position() + (at.moon() ? " (moon)" : "");
  }

  /// A kind of unit of a side.
  record Loss(String key, String name, String before, String lost, String left, boolean gone) {}

  /// A side.
  record Side(String name, String power, String left, List<Loss> losses) {}

  @GetMapping("/universe/{universe}/reports/battle/{battle}")
  String battle(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable long battle,
      Model model) {
    return door.show(
        actor,
        universe,
        "reports",
        model,
        visit -> {
          var rules = visit.laws().rules();
          var found =
              reports
                  .battle(visit.player().id(), battle)
                  .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "Battle report not found"));
          var result = found.report().path("result");
          model.addAttribute("at", place(found.at()));
          model.addAttribute("when", found.createdAt());
          model.addAttribute("fate", fate(found.winner(), found.attacker() == visit.player().id()));
          model.addAttribute("winner", Words.sentence(rules, NoticeWords.winner(found.winner())));
          model.addAttribute(
              "attacker", side(rules, found.attackerName(), result.path("attackers")));
          model.addAttribute(
              "defender", side(rules, found.defenderName(), result.path("defenders")));
          model.addAttribute("plot", RoundPlot.of(result));
          model.addAttribute("loot", amounts(found.report().path("loot")));
          model.addAttribute("debris", amounts(found.report().path("debris")));
          model.addAttribute(
              "repaired", Words.counts(rules, counts(found.report().path("repaired"))));
          model.addAttribute("moonPercent", found.report().path("moon_percent").asInt());
          model.addAttribute("moon", found.report().path("moon_planet_id").isNumber());
          model.addAttribute("rule", found.rule());
          model.addAttribute("seed", result.path("seed").asString(""));
          return "universe/battle";
        });
  }

  private static Side side(RuleSet rules, String name, JsonNode side) {
    var before = new TreeMap<String, Long>();
    var lost = new TreeMap<String, Long>();
    for (var fleet : side.path("fleets")) {
      counts(fleet.path("units")).forEach((key, count) -> before.merge(key, count, Long::sum));
      counts(fleet.path("lost")).forEach((key, count) -> lost.merge(key, count, Long::sum));
    }
    var losses = new ArrayList<Loss>();
    for (var count : Words.counts(rules, before)) {
      long came = before.getOrDefault(count.key(), 0L);
      long gone = lost.getOrDefault(count.key(), 0L);
      losses.add(
          new Loss(
              count.key(),
              count.name(),
              count.count(),
              Words.number(gone),
              Words.number(came - gone),
              gone == came));
    }
    return new Side(
        name,
        Words.number(side.path("power").asLong()),
        Words.number(side.path("remainingPower").asLong()),
        losses);
  }

  private static Map<String, Long> counts(JsonNode units) {
    var counts = new TreeMap<String, Long>();
    units.properties().forEach(unit -> counts.put(unit.getKey(), unit.getValue().asLong()));
    return counts;
  }

  private static List<Words.Count> amounts(JsonNode goods) {
    var amounts = new ArrayList<Words.Count>();
    for (var resource : List.of("metal", "crystal", "deuterium")) {
      long amount = goods.path(resource).asLong();
      if (amount > 0) {
        amounts.add(new Words.Count(resource, Words.words(resource), Words.number(amount)));
      }
    }
    return amounts;
  }

  /// Something that probes saw.
  record Seen(String name, List<Words.Count> things) {}

  @GetMapping("/universe/{universe}/reports/espionage/{report}")
  String espionage(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @PathVariable long report,
      Model model) {
    return door.show(
        actor,
        universe,
        "reports",
        model,
        visit -> {
          var rules = visit.laws().rules();
          var found =
              reports
                  .spied(visit.player().id(), report)
                  .orElseThrow(
                      () -> Problem.of(HttpStatus.NOT_FOUND, "Espionage report not found"));
          var snapshot = found.report().path("snapshot");
          var at = found.at();
          model.addAttribute("at", place(at));
          model.addAttribute("when", found.createdAt());
          model.addAttribute("planetName", snapshot.path("planet").path("name").asString(""));
          model.addAttribute(
              "owner",
              found.defender() == null
                  ? ""
                  : players.find(found.defender()).map(PlayerReads.Player::username).orElse(""));
          model.addAttribute("temperature", snapshot.path("planet").path("temperature").asInt());
          model.addAttribute("size", Words.number(snapshot.path("planet").path("size").asLong()));
          model.addAttribute("resources", amounts(snapshot.path("resources")));
          model.addAttribute("seen", seen(rules, snapshot));
          model.addAttribute("counterPercent", found.report().path("counter_percent").asInt());
          model.addAttribute("noticed", found.report().path("noticed").asBoolean());
          model.addAttribute("mine", found.attacker() == visit.player().id());
          model.addAttribute(
              "attack",
              "?galaxy=%d&system=%d&position=%d&mission=ATTACK"
                  .formatted(at.galaxy(), at.system(), at.position()));
          return "universe/espionage";
        });
  }

  private static List<Seen> seen(RuleSet rules, JsonNode snapshot) {
    var seen = new ArrayList<Seen>();
    for (var section : List.of("fleet", "defence", "buildings", "research")) {
      if (snapshot.path(section).isObject()) {
        seen.add(new Seen(title(section), things(rules, counts(snapshot.path(section)))));
      }
    }
    return seen;
  }

  private static String title(String section) {
    return "fleet".equals(section) ? "Ships" : Words.words(section);
  }

  private static List<Words.Count> things(RuleSet rules, Map<String, Long> counts) {
    var keys = new ArrayList<String>();
    keys.addAll(rules.units().keySet());
    keys.addAll(rules.buildings().keySet());
    keys.addAll(rules.research().keySet());
    keys.addAll(new TreeSet<>(counts.keySet()));
    return keys.stream()
        .distinct()
        .filter(key -> counts.getOrDefault(key, 0L) > 0)
        .map(key ->
            new Words.Count(
                key, Words.name(rules, key), Words.number(counts.getOrDefault(key, 0L))))
        .toList();
  }
}
