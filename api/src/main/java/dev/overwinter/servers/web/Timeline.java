package dev.overwinter.servers.web;

import dev.overwinter.api.auth.Actor;
import dev.overwinter.billing.web.Costs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/// Why a server slept, who woke it and, for its owner and for admins, what that cost.
@Component
final class Timeline {
  private static final int EVENTS = 30;

  private final ServerReads reads;
  private final Costs costs;

  Timeline(ServerReads reads, Costs costs) {
    this.reads = reads;
    this.costs = costs;
  }

  /// One step, ready to be placed.
  ///
  /// @param at when
  /// @param state lower case, also a CSS class
  /// @param label the state for people
  /// @param reason one line; may be empty
  /// @param cause who or what wanted it; may be empty
  /// @param cost what the time awake cost that it began; may be empty
  record Step(Instant at, String state, String label, String reason, String cause, String cost) {}

  /// The newest steps, newest first.
  List<Step> of(Actor actor, ServerRow row) {
    var owner = row.spec().owner();
    var events = reads.events(row.id(), EVENTS);
    var beside =
        actor.mayManage(owner)
            ? beside(events, costs.stretches(owner, row.id()))
            : Map.<Integer, String>of();
    return IntStream.range(0, events.size())
        .mapToObj(nth -> step(events.get(nth), beside.getOrDefault(nth, "")))
        .toList();
  }

  private static Step step(ServerReads.Event event, String cost) {
    return new Step(
        event.at(),
        event.state().toLowerCase(Locale.ROOT),
        ServerCard.label(event.state()),
        event.reason(),
        cause(event.reason(), event.cause()),
        cost);
  }

  /// What a node reports has a reason of its own, and some reasons name who asked already.
  private static String cause(String reason, String cause) {
    return cause.equals("node") || reason.contains(cause) ? "" : cause;
  }

  /// Puts each stretch beside the step that it belongs to.
  ///
  /// @param events newest first
  /// @return index of a step to words
  static Map<Integer, String> beside(
      List<ServerReads.Event> events, List<Costs.Stretch> stretches) {
    var beside = new HashMap<Integer, String>();
    for (var stretch : stretches) {
      int place = place(events, stretch);
      if (place >= 0) {
        beside.merge(place, stretch.words(), (newer, older) -> older + "; " + newer);
      }
    }
    return beside;
  }

  /// The step to AWAKE that lies within it; of a start that failed, the step that ended it. Steps
  /// have the clock of the platform and stretches that of a node, so that ends need not meet.
  private static int place(List<ServerReads.Event> events, Costs.Stretch stretch) {
    int after = -1;
    for (int nth = 0; nth < events.size(); nth++) {
      var at = events.get(nth).at();
      if (at.isBefore(stretch.since())) {
        return after;
      }
      if (at.isBefore(stretch.until())) {
        if (events.get(nth).state().equals("AWAKE")) {
          return nth;
        }
      } else {
        after = nth;
      }
    }
    return -1; // it began before the steps that are shown
  }
}
