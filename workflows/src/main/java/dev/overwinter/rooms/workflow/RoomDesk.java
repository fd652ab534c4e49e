package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.Decision;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Kept;
import dev.overwinter.rooms.workflow.RoomRecordActivities.Step;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A room as its workflow has it: every step is in PostgreSQL before it is true here. Whoever
/// changes it has the turn. Confined to its workflow.
final class RoomDesk {
  /// So many requests are remembered with their answers.
  static final int LATELY = 500;

  private final RoomRun begun;
  private final RoomRecorder recorder = new RoomRecorder();
  private final RoomShown shown;
  private final LinkedHashMap<String, RoomAnswer.Done> lately;
  private @Nullable RoomState room;
  private boolean loaded;

  RoomDesk(RoomRun run) {
    begun = run;
    room = run.state();
    loaded = room != null;
    shown = new RoomShown(room);
    lately = new LinkedHashMap<>(run.lately());
  }

  /// Looks into PostgreSQL, unless it is known what is there.
  void load() {
    if (!loaded) {
      take(recorder.load(begun.room()));
      loaded = true;
    } else if (room != null) {
      shown.show(room);
    }
  }

  /// Looks into PostgreSQL whatever is known: what is there is true, and what is due is done.
  void reload() {
    var kept = recorder.load(begun.room());
    if (seq(kept.state()) != seq(room)) {
      take(kept);
    }
    loaded = true;
    tick();
  }

  /// What PostgreSQL has is what everybody reads, also when it has lost its tail.
  private void take(Kept kept) {
    var there = kept.state();
    if (seq(there) < seq(room)) {
      RoomMetrics.rewound();
    }
    room = there;
    if (there != null) {
      shown.show(there);
    }
    lately.clear();
    lately.putAll(kept.lately());
  }

  private static long seq(@Nullable RoomState state) {
    return state == null ? 0 : state.seq();
  }

  /// What the rules refuse now; empty when it is not known yet, or not refused.
  Optional<RoomAnswer.Refused> refusal(RoomOrder order) {
    if (!loaded || isBehind(order) || lately.containsKey(order.request())) {
      return Optional.empty();
    }
    var now = now();
    var seen = room == null ? null : RoomRules.asOf(room, now);
    return decide(seen, order, now) instanceof Decision.Refused refused
        ? Optional.of(refused.answer())
        : Optional.empty();
  }

  /// Whether there is a step in PostgreSQL that was never heard of here.
  private boolean isBehind(RoomOrder order) {
    return seq(room) < order.seen();
  }

  private Decision decide(@Nullable RoomState seen, RoomOrder order, Instant now) {
    return order.room().equals(begun.room())
        ? RoomRules.decide(seen, order, now, null)
        : Decision.refused(RoomRefusal.NO_ROOM, "this is another room");
  }

  /// Carries an order out, or refuses it. A request that was answered is answered again.
  RoomAnswer carryOut(RoomOrder order) {
    if (isBehind(order)) {
      reload();
    }
    while (true) {
      var before = lately.get(order.request());
      if (before != null) {
        RoomMetrics.ordered(order.command(), "repeated");
        return before;
      }
      tick();
      var answer = attempt(order);
      if (answer.isPresent()) {
        RoomMetrics.ordered(order.command(), outcome(answer.get()));
        return answer.get();
      }
    }
  }

  private static String outcome(RoomAnswer answer) {
    return switch (answer) {
      case RoomAnswer.Done done -> done.changed() ? "done" : "unchanged";
      case RoomAnswer.Refused refused -> refused.refusal().name().toLowerCase(Locale.ROOT);
    };
  }

  /// Empty when the room, or what became of the order, is another thing than was thought: then
  /// everything is looked at again.
  private Optional<RoomAnswer> attempt(RoomOrder order) {
    var now = now();
    var decision = decide(room, order, now);
    if (decision instanceof Decision.NeedsChance needs) {
      decision = RoomRules.decide(room, order, now, recorder.draw(needs.bytes()));
    }
    return switch (decision) {
      case Decision.Refused refused -> Optional.of(refused.answer());
      case Decision.Nothing nothing -> Optional.of(nothing.answer());
      case Decision.Ready ready -> record(ready, order);
      case Decision.NeedsChance _ -> throw new IllegalStateException("chance was there");
    };
  }

  private Optional<RoomAnswer> record(Decision.Ready ready, RoomOrder order) {
    var recorded = recorder.record(new Step(ready.next(), ready.events(), order, ready.answer()));
    var refusal = recorded.refusal();
    if (refusal != null) {
      return Optional.of(new RoomAnswer.Refused(refusal, "there is no such thing in this room"));
    }
    if (recorded.instead() != null) {
      take(recorded.instead());
      return Optional.empty();
    }
    if (recorded.before() != null) {
      remember(order, recorded.before());
      return Optional.empty();
    }
    remember(order, ready.answer());
    take(ready);
    return Optional.of(ready.answer());
  }

  private void remember(RoomOrder order, RoomAnswer.Done answer) {
    lately.put(order.request(), answer);
    if (lately.size() > LATELY) {
      lately.pollFirstEntry();
    }
  }

  private void take(Decision.Ready ready) {
    room = ready.next();
    shown.show(ready.next());
    RoomMetrics.happened(ready.events());
  }

  /// Does what is due by itself.
  void tick() {
    var before = room;
    while (before != null) {
      var due = RoomRules.dueAt(before);
      var next = RoomRules.tick(before, now());
      if (next.isEmpty()) {
        return;
      }
      var recorded = recorder.record(Step.ofClock(next.get().next(), next.get().events()));
      if (recorded.instead() != null) {
        take(recorded.instead());
      } else {
        take(next.get());
        due.ifPresent(moment -> RoomMetrics.ticked(moment, now()));
      }
      before = room;
    }
  }

  /// When something happens by itself next.
  Optional<Instant> dueAt() {
    return room == null ? Optional.empty() : RoomRules.dueAt(room);
  }

  /// Nothing can follow: there is no such room, or it is over.
  boolean over() {
    return loaded && (room == null || room.over() != null);
  }

  boolean playing() {
    return room != null && room.round() != null;
  }

  /// What the next run begins with.
  RoomRun carry() {
    return new RoomRun(begun.room(), room, lately, begun.continueAfterEvents());
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
