package dev.overwinter.universe.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.universe.Resources;
import dev.overwinter.universe.combat.AfterBattle;
import dev.overwinter.universe.combat.Armouries;
import dev.overwinter.universe.combat.BattleFleet;
import dev.overwinter.universe.combat.BattleOrder;
import dev.overwinter.universe.combat.BattleSimulator;
import dev.overwinter.universe.combat.Goods;
import dev.overwinter.universe.combat.Technology;
import dev.overwinter.universe.ruleset.BattleRule;
import dev.overwinter.universe.ruleset.RuleSet;
import dev.overwinter.universe.ruleset.UnitRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// What a battle would probably come to, by the engine that fights the real ones.
@Controller
@Hidden
class SimulatorPages {
  private static final int MOST_LEVEL = 60;
  private static final long SEED = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// So many at a time: each keeps a core busy for about a second.
  private final Semaphore desks = new Semaphore(1);

  private final UniverseDoor door;

  SimulatorPages(UniverseDoor door) {
    this.door = door;
  }

  /// A kind of unit.
  ///
  /// @param attackers how many attack
  /// @param defenders how many defend
  /// @param flies whether it can attack
  record Kind(
      String key, String name, boolean flies, long attackers, long defenders, boolean defence) {}

  /// A research that counts in battle.
  record Skill(String key, String name, int attacker, int defender) {}

  /// What came of it.
  ///
  /// @param attackers percent of battles that they won
  /// @param defenders percent of battles that they won
  /// @param draws percent
  record Estimate(
      String runs,
      long attackers,
      long defenders,
      long draws,
      String rounds,
      List<Mean> losses,
      String attackersLost,
      String defendersLost,
      String debris,
      String loot,
      String moon) {}

  /// Losses of a kind.
  record Mean(String key, String name, String attackers, String defenders) {}

  @GetMapping("/universe/{universe}/simulator")
  String simulator(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String universe,
      @RequestParam Map<String, String> fields,
      Model model) {
    return door.show(
        actor,
        universe,
        "simulator",
        model,
        visit -> {
          var rules = visit.laws().rules();
          model.addAttribute("kinds", kinds(visit, fields));
          model.addAttribute("skills", skills(visit, fields));
          model.addAttribute("fields", fields);
          boolean asked = fields.keySet().stream().anyMatch(key -> key.matches("[ad]\\..*"));
          model.addAttribute("estimate", null);
          model.addAttribute("why", "");
          if (asked) {
            estimate(rules, fields, model);
          }
          return "universe/simulator";
        });
  }

  private static List<Kind> kinds(Visit visit, Map<String, String> fields) {
    boolean fresh = fields.isEmpty();
    var here = visit.planet().state().units();
    return visit.laws().rules().units().entrySet().stream()
        .filter(unit -> unit.getValue().role() != UnitRule.Role.MISSILE)
        .map(unit ->
            new Kind(
                unit.getKey(),
                unit.getValue().name(),
                unit.getValue().flies(),
                fresh && unit.getValue().flies()
                    ? here.of(unit.getKey())
                    : number(fields, "a." + unit.getKey(), 1_000_000),
                number(fields, "d." + unit.getKey(), 1_000_000),
                unit.getValue().role() == UnitRule.Role.DEFENCE))
        .toList();
  }

  /// In rounds, one's own; where battles are sums, research does not count.
  private static List<Skill> skills(Visit visit, Map<String, String> fields) {
    var rules = visit.laws().rules();
    if (rules.battle().kind() == BattleRule.Kind.EXCHANGE) {
      return List.of();
    }
    var techs = visit.planet().state().techs();
    return List.of("weapons", "shields", "armour").stream()
        .map(key ->
            new Skill(
                key,
                Words.name(rules, key),
                fields.isEmpty() ? techs.of(key) : level(fields, "at." + key),
                level(fields, "dt." + key)))
        .toList();
  }

  private static long number(Map<String, String> fields, String name, long most) {
    var text = fields.getOrDefault(name, "").strip().replace(",", "");
    return text.matches("[0-9]{1,12}") ? Math.min(most, Long.parseLong(text)) : 0;
  }

  private static int level(Map<String, String> fields, String name) {
    return (int) number(fields, name, MOST_LEVEL);
  }

  private void estimate(RuleSet rules, Map<String, String> fields, Model model) {
    var attackers = units(rules, fields, "a.");
    var defenders = units(rules, fields, "d.");
    if (attackers.isEmpty()) {
      model.addAttribute("why", "Somebody has to attack: name at least one ship.");
      return;
    }
    var order =
        new BattleOrder(
            Armouries.of(rules),
            List.of(BattleFleet.of("a", "attacker", technology(fields, "at."), attackers)),
            List.of(BattleFleet.of("d", "defender", technology(fields, "dt."), defenders)));
    if (order.units() > BattleSimulator.Limits.PAGE.units()) {
      model.addAttribute(
          "why",
          "At most %s units can be tried here."
              .formatted(Words.number(BattleSimulator.Limits.PAGE.units())));
      return;
    }
    try {
      if (!desks.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        model.addAttribute("why", "Others try battles at this moment. Try again.");
        return;
      }
      try {
        model.addAttribute("estimate", told(rules, estimate(rules, fields, order)));
      } finally {
        desks.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      model.addAttribute("why", "It was interrupted. Try again.");
    }
  }

  private static BattleSimulator.Estimate estimate(
      RuleSet rules, Map<String, String> fields, BattleOrder order) {
    long most = 1_000_000_000_000L;
    var stock =
        Resources.ofUnits(
            number(fields, "metal", most),
            number(fields, "crystal", most),
            number(fields, "deuterium", most));
    return BattleSimulator.estimate(
        order,
        Armouries.rules(rules.battle()),
        Armouries.after(rules.battle()),
        new AfterBattle.Site(Armouries.goods(stock), true),
        SEED, // the same question has the same answer
        BattleSimulator.Limits.PAGE,
        () -> false);
  }

  private static Map<String, Long> units(RuleSet rules, Map<String, String> fields, String prefix) {
    var units = new TreeMap<String, Long>();
    rules
        .units()
        .forEach((key, rule) -> {
          long count = number(fields, prefix + key, 1_000_000);
          boolean fights = rule.role() != UnitRule.Role.MISSILE;
          if (count > 0 && fights && (rule.flies() || prefix.equals("d."))) {
            units.put(key, count);
          }
        });
    return units;
  }

  private static Technology technology(Map<String, String> fields, String prefix) {
    return Technology.of(
        level(fields, prefix + "weapons"),
        level(fields, prefix + "shields"),
        level(fields, prefix + "armour"));
  }

  private static Estimate told(RuleSet rules, BattleSimulator.Estimate estimate) {
    var attackers = estimate.attackers().getFirst();
    var defenders = estimate.defenders().getFirst();
    var losses = new ArrayList<Mean>();
    for (var key : rules.units().keySet()) {
      long came = attackers.units().getOrDefault(key, 0L);
      long stood = defenders.units().getOrDefault(key, 0L);
      if (came + stood > 0) {
        losses.add(
            new Mean(
                key,
                Words.name(rules, key),
                of(attackers.lost().getOrDefault(key, 0.0), came),
                of(defenders.lost().getOrDefault(key, 0.0), stood)));
      }
    }
    return new Estimate(
        Words.number(estimate.runs()),
        percent(estimate.attackersWon(), estimate.runs()),
        percent(estimate.defendersWon(), estimate.runs()),
        percent(estimate.draws(), estimate.runs()),
        String.format(Locale.ROOT, "%.1f", estimate.rounds()),
        losses,
        goods(attackers.lossMean()),
        goods(defenders.lossMean()),
        goods(estimate.debris()),
        goods(estimate.loot()),
        String.format(Locale.ROOT, "%.1f %%", estimate.moonPercent()));
  }

  private static long percent(int part, int of) {
    return Math.round(100.0 * part / of);
  }

  private static String of(double lost, long units) {
    return units == 0
        ? "–"
        : String.format(Locale.ROOT, lost == Math.rint(lost) ? "%,.0f" : "%,.1f", lost)
            + " of "
            + Words.number(units);
  }

  private static String goods(Goods goods) {
    var told = new ArrayList<String>();
    add(told, goods.metal(), "metal");
    add(told, goods.crystal(), "crystal");
    add(told, goods.deuterium(), "deuterium");
    return told.isEmpty() ? "nothing" : String.join(", ", told);
  }

  private static void add(List<String> told, long micros, String resource) {
    if (micros >= Resources.MICROS) {
      told.add(Words.units(micros) + " " + resource);
    }
  }
}
