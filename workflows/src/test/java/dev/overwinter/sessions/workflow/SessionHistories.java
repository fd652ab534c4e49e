package dev.overwinter.sessions.workflow;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.sessions.EndRequest;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.FakeDroplets.Boot;
import dev.overwinter.sessions.workflow.FakeDroplets.Creation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Plays the evenings whose histories are kept for replay, and writes them down. Run it after a
/// change of behaviour, with the directory of all histories as argument; what is there already is
/// not played again.
final class SessionHistories {
  private static final String TAG = "4F2A9C";
  private static final SessionSpec SPEC = Sessions.forAnna(TAG);
  private static final Unit FIRST = Sessions.unit(TAG, 1);

  private SessionHistories() {}

  private interface Evening {
    void play(SessionWorld world);
  }

  public static void main(String[] args) throws IOException {
    var all = Path.of(args[0]);
    var sessions = all.resolve("Session");
    record(sessions, "played-and-ended", SessionHistories::anEvening);
    record(sessions, "unanswered-vanished-and-ready", SessionHistories::aBadStart);
    record(sessions, "ended-while-asked-for", SessionHistories::anEarlyEnd);
    record(sessions, "leased-drained-for-credits", SessionHistories::anEmptyPurse);
    record(sessions, "silent-while-the-database-was-away", SessionHistories::anOutage);
    record(sessions, "refused", SessionHistories::aRefusal);
    record(sessions, "found-late-and-paid-from-the-start", SessionHistories::aLateFind);
    record(sessions, "ended-while-it-was-about-to-be-cut", SessionHistories::aLateOrder);
    var pools = all.resolve("Pool");
    Files.createDirectories(pools);
    var pool = pools.resolve("filled-leased-and-let-go.json");
    if (!Files.exists(pool)) {
      try (var world = new SessionWorld()) {
        aPool(world);
        Files.writeString(pool, world.history(WorkflowIds.pool("p1")).toJson(true));
      }
    }
  }

  private static void record(Path directory, String name, Evening evening) throws IOException {
    Files.createDirectories(directory);
    var file = directory.resolve(name + ".json");
    if (Files.exists(file)) {
      return;
    }
    try (var world = new SessionWorld()) {
      evening.play(world);
      world.sleep(Duration.ofSeconds(10));
      Files.writeString(file, world.history(WorkflowIds.session(TAG)).toJson(true));
    }
  }

  private static void anEvening(SessionWorld world) {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 2, 3);
    for (var minute = 3; minute < 10; minute++) {
      world.sleep(Duration.ofMinutes(1));
      world.beatSilently(FIRST, minute, 3);
    }
    world.beat(session, FIRST, 20, 0);
    world.droplets.failDeletes(2);
    session.end(new EndRequest("anna", true, false));
    SessionWorld.waitUntilOver(session);
  }

  private static void aBadStart(SessionWorld world) {
    world.droplets.then(
        Creation.ACCEPTED_AND_UNANSWERED,
        Creation.SOLD_OUT,
        Creation.NOT_NOW,
        Creation.ACCEPTED_TWICE);
    world.droplets.then(Boot.VANISHES);
    world.droplets.lag(2);
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    world.beat(session, Sessions.unit(TAG, 2), 1, 0);
    world.sleep(Duration.ofMinutes(1));
    var droplet = session.status().droplet();
    world.droplets.vanish(droplet);
    session.dropletVanished(SPEC.id(), droplet);
    SessionWorld.waitUntilOver(session);
  }

  private static void aLateFind(SessionWorld world) {
    world.droplets.clock(world::now);
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(3);
    var session = world.ready(SPEC);
    world.sleep(Duration.ofMinutes(1));
    session.end(new EndRequest("anna", false, false));
    SessionWorld.waitUntilOver(session);
  }

  private static void aLateOrder(SessionWorld world) {
    var session = world.start(SessionRun.first(SPEC, 60));
    world.reach(session, "STARTING");
    world.beat(session, FIRST, 1, 0);
    world.reach(session, "READY");
    world.records.down(true);
    for (var number = 2; number < 60; number++) {
      world.beat(session, FIRST, number, number % 2);
    }
    world.sleep(Duration.ofSeconds(5));
    session.end(new EndRequest("anna", false, true));
    world.records.down(false);
    SessionWorld.waitUntilOver(session);
  }

  private static void anEarlyEnd(SessionWorld world) {
    world.droplets.then(Creation.ACCEPTED_AND_UNANSWERED);
    world.droplets.lag(2);
    var session = world.start(SPEC);
    world.eventually(() -> world.droplets.count("create") == 1);
    session.end(new EndRequest("anna", false, false));
    SessionWorld.waitUntilOver(session);
  }

  private static void anEmptyPurse(SessionWorld world) {
    world.records.refuse("bert");
    var session = world.ready(Sessions.warm(TAG));
    session.lease(Sessions.BERT);
    session.lease(Sessions.ANNA);
    world.beat(session, FIRST, 2, 3);
    session.creditStands(CreditStanding.of(3, Standing.EMPTY, "anna"));
    SessionWorld.waitUntilOver(session);
  }

  private static void anOutage(SessionWorld world) {
    var session = world.ready(SPEC);
    world.records.down(true);
    world.beat(session, FIRST, 2, 3);
    world.sleep(Duration.ofMinutes(5));
    world.records.down(false);
    SessionWorld.waitUntilOver(session);
  }

  private static void aRefusal(SessionWorld world) {
    world.records.refuse("anna");
    SessionWorld.waitUntilOver(world.start(SPEC));
  }

  private static void aPool(SessionWorld world) {
    var two = new PoolSettings(2, 4, List.of(), Duration.ofMinutes(10), Duration.ofHours(6));
    var pool = world.pool(two);
    world.eventually(() -> world.droplets.count("await") == 2);
    world
        .records
        .rows()
        .forEach(view -> {
          var session = world.session(view.spec().tag().text());
          world.reach(session, "STARTING");
          world.beat(session, new Unit(view.spec().id(), 1), 1, 0);
        });
    world.eventually(() -> pool.status().state().warm() == 2);
    var tag = pool.status().state().members().getFirst().session().tag().text();
    world.session(tag).lease(Sessions.ANNA);
    world.sleep(Duration.ofMinutes(1));
    pool.configure(PoolSettings.OFF);
    world.sleep(Duration.ofMinutes(20));
  }
}
