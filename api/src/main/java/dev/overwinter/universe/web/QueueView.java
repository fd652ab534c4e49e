package dev.overwinter.universe.web;

import dev.overwinter.universe.planet.PlanetState;
import dev.overwinter.universe.research.ResearchItem;
import dev.overwinter.universe.ruleset.RuleSet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something in a queue, ready to be placed on a page.
///
/// @param item what to cancel it by
/// @param key of what it is
/// @param name for people
/// @param what it leads to, for people
/// @param from when it begins; null when that is only known then
/// @param until when it is done; null likewise
/// @param running whether it is under way
/// @param paid what comes back in part when it is cancelled
record QueueView(
    String item,
    String key,
    String name,
    String what,
    @Nullable Instant from,
    @Nullable Instant until,
    boolean running,
    List<Words.Price> paid) {

  static List<QueueView> builds(RuleSet rules, PlanetState state) {
    return state.builds().stream()
        .map(item ->
            new QueueView(
                String.valueOf(item.number()),
                item.building(),
                Words.name(rules, item.building()),
                (item.down() ? "down to level " : "to level ") + item.level(),
                item.start(),
                item.end(),
                runs(item.start(), state.settledAt()),
                Words.prices(item.paid(), item.paid())))
        .toList();
  }

  static List<QueueView> yard(RuleSet rules, PlanetState state) {
    return state.yard().stream()
        .map(item -> {
          var paid = item.each().times(item.count() - item.delivered());
          return new QueueView(
              String.valueOf(item.number()),
              item.unit(),
              Words.name(rules, item.unit()),
              "× " + Words.number(item.count() - item.delivered()),
              item.start(),
              item.end(),
              runs(item.start(), state.settledAt()),
              Words.prices(paid, paid));
        })
        .toList();
  }

  static List<QueueView> research(RuleSet rules, List<ResearchItem> queue, Instant now) {
    return queue.stream()
        .map(item ->
            new QueueView(
                String.valueOf(item.number()),
                item.tech(),
                Words.name(rules, item.tech()),
                "to level " + item.level(),
                item.start(),
                item.end(),
                runs(item.start(), now),
                Words.prices(item.paid(), item.paid())))
        .toList();
  }

  private static boolean runs(@Nullable Instant start, Instant now) {
    return start != null && !start.isAfter(now);
  }
}
