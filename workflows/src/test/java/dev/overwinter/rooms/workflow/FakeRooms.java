package dev.overwinter.rooms.workflow;

import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomCommand;
import dev.overwinter.rooms.RoomEvent;
import dev.overwinter.rooms.RoomId;
import dev.overwinter.rooms.RoomRefusal;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.Round;
import dev.overwinter.rooms.game.Top10Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// PostgreSQL and chance as a room sees them, in memory. Thread-safe.
final class FakeRooms implements RoomRecordActivities, DrawActivities {
  private final Random chance = new Random(1);
  private final List<RoomEvent> events = new ArrayList<>();
  private final Map<String, RoomAnswer.Done> answers = new LinkedHashMap<>();
  private final List<Integer> drawn = new ArrayList<>();
  private @Nullable RoomState state;
  private final List<Top10Table> tables = new ArrayList<>();
  private int away;
  private int unanswered;
  private int loads;
  private int steps;
  private @Nullable Step ghost;

  /// There is a room already.
  synchronized void has(RoomState room, List<RoomEvent> before) {
    state = room;
    events.addAll(before);
  }

  /// There is none any more.
  synchronized void forget() {
    state = null;
    events.clear();
    answers.clear();
    loads = 0;
  }

  /// A request was answered so long ago that its room has forgotten it.
  synchronized void answered(String request, RoomAnswer.Done answer) {
    answers.put(request, answer);
  }

  /// PostgreSQL is away for so many calls.
  synchronized void away(int calls) {
    away = calls;
  }

  /// PostgreSQL commits so many steps and its answers are lost.
  synchronized void unanswered(int steps) {
    unanswered = steps;
  }

  /// The next step is written, and the worker dies before Temporal hears of it: it comes back with
  /// what PostgreSQL has.
  synchronized void ghost(Step step) {
    ghost = step;
  }

  /// A step that is in PostgreSQL and of which its room never hears.
  synchronized void unheard(Step step) {
    write(step);
  }

  private void mayBeAway() {
    if (away > 0) {
      away--;
      throw new IllegalStateException("PostgreSQL is away");
    }
  }

  @Override
  public synchronized Kept load(RoomId room) {
    loads++;
    mayBeAway();
    return kept();
  }

  private Kept kept() {
    return new Kept(state, answers);
  }

  @Override
  public synchronized Recorded record(Step step) {
    steps++;
    mayBeAway();
    var first = ghost;
    if (first != null) {
      ghost = null;
      write(first);
    }
    var last = state == null ? 0 : state.seq();
    if (step.events().getFirst().seq() != last + 1) {
      return Recorded.instead(kept());
    }
    var order = step.order();
    var before = order == null ? null : answers.get(order.request());
    if (before != null) {
      return Recorded.answered(before);
    }
    if (order != null
        && order.command() instanceof RoomCommand.Say say
        && say.message().startsWith("no")) {
      return Recorded.refused(RoomRefusal.NO_SUCH_MESSAGE);
    }
    write(step);
    if (unanswered > 0) {
      unanswered--;
      throw new IllegalStateException("the connection broke off at the commit");
    }
    return Recorded.WRITTEN;
  }

  private void write(Step step) {
    state = step.after();
    events.addAll(step.events());
    var round = step.after().round();
    if (round != null
        && round.table() instanceof Top10Table table
        && step.events().stream().anyMatch(e -> e.type() == RoomEvent.Type.ROUND_STARTED)) {
      tables.add(table);
    }
    var order = step.order();
    var answer = step.answer();
    if (order != null && answer != null) {
      answers.put(order.request(), answer);
    }
  }

  @Override
  public synchronized byte[] draw(int count) {
    drawn.add(count);
    var bytes = new byte[count];
    chance.nextBytes(bytes);
    return bytes;
  }

  synchronized RoomState state() {
    if (state == null) {
      throw new AssertionError("there is no room");
    }
    return state;
  }

  /// The round that is under way.
  synchronized Round round() {
    var round = state().round();
    if (round == null) {
      throw new AssertionError("there is no round");
    }
    return round;
  }

  synchronized List<RoomEvent> events() {
    return List.copyOf(events);
  }

  synchronized List<RoomEvent> events(RoomEvent.Type type) {
    return events.stream().filter(event -> event.type() == type).toList();
  }

  /// What was dealt, in order.
  synchronized List<Top10Table> tables() {
    return List.copyOf(tables);
  }

  synchronized int loads() {
    return loads;
  }

  synchronized int steps() {
    return steps;
  }

  synchronized List<Integer> drawn() {
    return List.copyOf(drawn);
  }
}
