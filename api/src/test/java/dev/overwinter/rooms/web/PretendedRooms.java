package dev.overwinter.rooms.web;

import dev.overwinter.durable.KeyRing;
import dev.overwinter.rooms.Decision;
import dev.overwinter.rooms.RoomAnswer;
import dev.overwinter.rooms.RoomOrder;
import dev.overwinter.rooms.RoomRules;
import dev.overwinter.rooms.RoomState;
import dev.overwinter.rooms.game.Entropy;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.rooms.workflow.RoomRecordActivities;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Rooms whose workflows are no more than the real rules, one order at a time, and the worker's
/// real tables.
final class PretendedRooms implements RoomOrders {
  /// What came, in order.
  final List<RoomOrder> told = new CopyOnWriteArrayList<>();

  private final JdbcClient sql;
  private volatile @Nullable RoomRecords records;

  /// How far ahead of the wall the rooms' clock is.
  volatile Duration ahead = Duration.ZERO;

  PretendedRooms(JdbcClient sql) {
    this.sql = sql;
  }

  void begin(KeyRing ring) {
    records =
        RoomRecords.of(
            sql, TransactionOperations.withoutTransaction(), ring, new SimpleMeterRegistry());
  }

  private RoomRecords records() {
    return Objects.requireNonNull(records);
  }

  /// Looks at each order before it is carried out.
  volatile Consumer<RoomOrder> before = _ -> {};

  @Override
  public synchronized RoomAnswer order(RoomOrder order) {
    told.add(order);
    before.accept(order);
    var kept = records().rooms().load(order.room());
    var known = kept.lately().get(order.request());
    if (known != null) {
      return known;
    }
    var now = Instant.now().plus(ahead);
    var room = due(kept.state(), now);
    var decision = RoomRules.decide(room, order, now, null);
    if (decision instanceof Decision.NeedsChance(var bytes)) {
      var chance = Entropy.of(records().chance().draw(bytes));
      decision = RoomRules.decide(room, order, now, chance);
    }
    return switch (decision) {
      case Decision.Refused(var refused) -> refused;
      case Decision.Nothing(var done) -> done;
      case Decision.Ready(var next, var events, var done) -> {
        var recorded =
            records().rooms().record(new RoomRecordActivities.Step(next, events, order, done));
        yield recorded.refusal() == null
            ? done
            : new RoomAnswer.Refused(recorded.refusal(), "not as PostgreSQL has it");
      }
      case Decision.NeedsChance _ -> throw new IllegalStateException("more chance is needed");
    };
  }

  private @Nullable RoomState due(@Nullable RoomState room, Instant now) {
    while (room != null) {
      var tick = RoomRules.tick(room, now);
      if (tick.isEmpty()) {
        return room;
      }
      var _ =
          records()
              .rooms()
              .record(RoomRecordActivities.Step.ofClock(tick.get().next(), tick.get().events()));
      room = tick.get().next();
    }
    return null;
  }
}
