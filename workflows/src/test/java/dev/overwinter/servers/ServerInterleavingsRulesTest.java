package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.nodes.NodeStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/// Any order of events: a server with a claimed player is never stopped unasked, a start is never
/// decided twice at once, and every state is left again.
@Tag("L-05")
final class ServerInterleavingsRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
  private static final Hibernation RULE =
      new Hibernation(true, Duration.ofSeconds(30), Duration.ofSeconds(10));

  enum Event {
    KNOCK,
    OWNER_WAKES,
    OWNER_HIBERNATES,
    JOIN,
    LEAVE,
    TIME_PASSES,
    EFFECT_ENDS_WELL,
    EFFECT_ENDS_BADLY,
    STOP_IS_REFUSED,
    NODE_LOOKS,
    CONTAINER_DIES,
    DELETE,
    OWNER_BACKS_UP,
    RESTARTED_ELSEWHERE,
    OWNER_TRANSFERS,
    OWNER_CANCELS_TRANSFER
  }

  @Property(tries = 1000)
  void neverStopsALiveSessionAndNeverStartsTwice(@ForAll("evenings") List<Event> evening) {
    var night = new Night();
    for (var event : evening) {
      night.happen(event);
    }
    night.letThingsEnd();
    assertThat(night.state.settled() || night.state instanceof ServerState.Deleted).isTrue();
  }

  @Provide
  Arbitrary<List<Event>> evenings() {
    return Arbitraries.of(Event.class).list().ofMinSize(5).ofMaxSize(60);
  }

  /// A server, its world and one proxy that keeps the rule: claim before the first player.
  private static final class Night {
    private ServerState state = new ServerState.Asleep(T0, "created");
    private Occupancy occupancy = Occupancy.none(T0);
    private Instant now = T0;
    private long seq;
    private java.util.Optional<Effect> effect = java.util.Optional.empty();
    private boolean running;
    private Crashes crashes = Crashes.NONE;
    private static final Backup BACKUP =
        Backup.begun("b1", "s1", "local", BackupWhy.ASKED, "owner", Instant.EPOCH)
            .complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 1, 1));

    void happen(Event event) {
      now = now.plusSeconds(1);
      switch (event) {
        case KNOCK -> knock();
        case OWNER_WAKES -> order(ServerRules.wake(state, false, NodeStanding.SERVING, now));
        case OWNER_HIBERNATES ->
            order(
                ServerRules.hibernate(state, occupancy, new HibernateRequest("owner", false), now));
        case JOIN -> join();
        case LEAVE -> occupancy = occupancy.left("local", ++seq, now);
        case TIME_PASSES -> passTime();
        case EFFECT_ENDS_WELL -> end(true);
        case EFFECT_ENDS_BADLY -> end(false);
        case STOP_IS_REFUSED -> refuse();
        case NODE_LOOKS -> look();
        case CONTAINER_DIES -> die();
        case DELETE -> order(ServerRules.delete(state, now));
        case OWNER_BACKS_UP ->
            order(
                WorldRules.backUp(
                    state,
                    Occupancy.none(now),
                    NodeStanding.SERVING,
                    Kept.NOTHING,
                    new BackupRequest("admin"),
                    BACKUP));
        case RESTARTED_ELSEWHERE ->
            order(
                WorldRules.relocate(
                    state,
                    NodeStanding.LOST,
                    Kept.NOTHING.attempted(BACKUP),
                    new RelocateRequest("owner", "", null, true),
                    now));
        case OWNER_TRANSFERS ->
            order(
                TransferRules.transfer(
                    state,
                    new Situation(occupancy, RULE, crashes, NodeStanding.SERVING),
                    "local",
                    new TransferRequest("owner", null, false, null),
                    "attic",
                    now));
        case OWNER_CANCELS_TRANSFER ->
            order(TransferRules.cancel(state, new CancelTransferRequest("owner")));
      }
    }

    private void knock() {
      if (ServerRules.wake(state, true, NodeStanding.SERVING, now) instanceof Decision.Go go) {
        occupancy = occupancy.joined("local", ++seq, now);
        apply(go.move());
      }
    }

    private void join() {
      if (state instanceof ServerState.Awake) {
        knock();
      }
    }

    private void order(Decision decision) {
      if (decision instanceof Decision.Go go) {
        apply(go.move());
      }
    }

    private void passTime() {
      now = now.plusSeconds(20);
      var due = ServerRules.hibernatesAt(state, occupancy, RULE);
      if (due.isPresent() && !now.isBefore(due.get())) {
        assertThat(occupancy.occupied()).isFalse();
        apply(ServerRules.idle(state, Duration.ofSeconds(30), NodeStanding.SERVING, now));
      }
    }

    private void refuse() {
      if (effect.isPresent() && effect.get() instanceof Effect.Stop) {
        effect = java.util.Optional.empty();
        apply(ServerRules.stopFailed(state, "plugin", true, now));
      }
    }

    /// What it sees of a container that nothing is being done about.
    private void look() {
      if (effect.isEmpty()) {
        var run = state instanceof ServerState.Awake awake ? awake.run() : "";
        var seen = new ContainerObservation(run, running, "seen");
        var is = new Situation(occupancy, RULE, crashes, NodeStanding.SERVING);
        apply(ServerRules.observed(state, is, seen, now));
      }
    }

    private void die() {
      if (running && state instanceof ServerState.Awake awake) {
        running = false;
        crashes = crashes.and(now);
        var is = new Situation(occupancy, RULE, crashes, NodeStanding.SERVING);
        var seen =
            new ContainerObservation(
                awake.run(), false, "x", ContainerObservation.Ending.CRASHED, java.util.List.of());
        apply(ServerRules.observed(state, is, seen, now));
      }
    }

    private void apply(Move move) {
      if (move.effect().isPresent()) {
        if (move.effect().get() instanceof Effect.Stop stop && !stop.force()) {
          assertThat(occupancy.occupied()).isFalse();
        }
        if (move.effect().get() instanceof Effect.Start) {
          assertThat(effect.filter(Effect.Start.class::isInstance)).isEmpty();
        }
        effect = move.effect();
      }
      state = move.next();
    }

    private void end(boolean well) {
      if (effect.isEmpty()) {
        return;
      }
      var done = effect.get();
      effect = java.util.Optional.empty();
      switch (done) {
        case Effect.Start _ -> {
          running = well;
          var how =
              well
                  ? new Started.Ready(new Endpoint("10.0.0.2", 1), "run" + seq++)
                  : new Started.Failed("boom");
          apply(ServerRules.started(state, how, now));
        }
        case Effect.Stop _ -> {
          running = false;
          var how = well ? new Stopped.Gracefully() : new Stopped.Killed(30);
          apply(ServerRules.stopped(state, how, now));
        }
        case Effect.Make _ ->
            apply(well ? ServerRules.made(state, now) : ServerRules.makeFailed(state, "x", now));
        case Effect.BackUp _ -> assertThat(running).as("nothing is copied that runs").isFalse();
        case Effect.Relocate relocate -> {
          // Whatever runs on the lost node is not its own any more.
          running = false;
          apply(
              well
                  ? WorldRules.relocated(state, "attic", relocate.from(), now)
                  : WorldRules.relocateFailed(state, "x", now));
        }
        case Effect.Transfer _ -> {
          assertThat(running).as("nothing is moved that runs").isFalse();
          apply(
              well && TransferRules.goesOn(state)
                  ? TransferRules.moved(state, NodeStanding.SERVING, now)
                  : TransferRules.stayed(state, "x", NodeStanding.SERVING, now));
        }
        case Effect.Remove _ -> {
          running = false;
          apply(ServerRules.removed(state, now));
        }
      }
    }

    void letThingsEnd() {
      finish();
      if (state instanceof ServerState.Failed failed && failed.refused() != null) {
        // Nobody knows whether it runs, until it is looked at.
        look();
        finish();
      }
      assertThat(running)
          .as("the container runs exactly when the server is awake: %s", state)
          .isEqualTo(state instanceof ServerState.Awake);
    }

    private void finish() {
      for (int i = 0; i < 10 && effect.isPresent(); i++) {
        end(true);
      }
    }
  }
}
