package dev.overwinter.sessions.workflow;

import static dev.overwinter.sessions.workflow.SessionWorld.end;
import static dev.overwinter.sessions.workflow.SessionWorld.state;
import static dev.overwinter.sessions.workflow.SessionWorld.waitUntilOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.FakeDroplets.Creation;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a session hears that is not for it, comes late, or comes while others are in trouble.
final class SessionNoiseWorkflowTest {
  private static final SessionSpec SPEC = Sessions.forAnna("4F2A9C");
  private static final Unit FIRST = Sessions.unit("4F2A9C", 1);
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void close() {
    world.droplets.answer();
    world.close();
  }

  @Test
  @Tag("SES-15")
  void aHeartbeatBeforeAnythingWasAskedForBeginsNothing() {
    world.records.down(true);
    var session = world.start(SPEC);
    world.beat(session, FIRST, 1, 0);
    world.sleep(Duration.ofSeconds(5));

    assertThat(state(session)).isEqualTo("RESERVING");
    assertThat(session.status().presence().last()).isNull();
    assertThat(world.droplets.log()).isEmpty();
  }

  @Test
  @Tag("SES-15")
  void aMachineOfAnOperatorEndsWithoutACallToTheProvider() {
    var session = world.ready(Sessions.machine("ABCDEF"));
    assertThat(session.lease(Sessions.ANNA)).isInstanceOf(StartOutcome.Ready.class);
    // Silent, and so over by itself.
    waitUntilOver(session);
    assertThat(world.records.label(Sessions.id("ABCDEF"))).isEqualTo("ENDED");
    assertThat(world.droplets.log()).isEmpty();
  }

  @Test
  @Tag("SES-19")
  void aHeartbeatThatComesLateOrAgainChangesNothing() {
    var session = world.ready(SPEC);
    world.beat(session, FIRST, 9, 3);
    var version = session.status().version();
    session.heartbeatChanged(Sessions.beat(FIRST, 8, 0, world.now()));
    session.heartbeatChanged(Sessions.beat(FIRST, 9, 0, world.now()));

    assertThat(session.status().presence().clients()).isEqualTo(3);
    assertThat(session.status().version()).isEqualTo(version);
  }

  @Test
  @Tag("SES-20")
  void aGameSpeaksForItsOwnSessionAndForNoOther() {
    var session = world.start(SPEC);
    world.reach(session, "STARTING");
    var other = Sessions.unit("ABCDEF", 1);
    session.heartbeatChanged(Sessions.beat(other, 1, 7, world.now()));
    assertThat(state(session)).isEqualTo("STARTING");

    world.beat(session, FIRST, 1, 2);
    world.reach(session, "READY");
    session.heartbeatChanged(Sessions.beat(other, 99, 0, world.now()));
    session.dropletVanished(other.session(), session.status().droplet());
    assertThat(session.status().presence().clients()).isEqualTo(2);
    assertThat(state(session)).isEqualTo("READY");
  }

  @Test
  @Tag("SES-18")
  void aTagOfThirtyTwoDigitsIsASessionLikeAnyOther() {
    var tag = "0123456789ABCDEF0123456789ABCDEF";
    var session = world.ready(Sessions.forAnna(tag));
    assertThat(world.droplets.units())
        .singleElement()
        .satisfies(unit -> assertThat(unit).matches("[A-Za-z0-9-]{1,63}"));
    assertThat(end(session, true).gone()).isTrue();
  }

  @Test
  @Tag("SES-24")
  void whileAHundredCreationsHangOthersPlayJoinAndEnd() {
    var hanging = new ArrayList<SessionSpec>();
    for (var one = 0; one < 100; one++) {
      world.droplets.then(Creation.HANGS);
      hanging.add(Sessions.warm("C%05d".formatted(one)));
    }
    hanging.forEach(world::start);
    world.eventually(() -> world.droplets.count("create") == 100);

    var session = world.ready(Sessions.machine("ABCDEF"));
    assertThat(session.lease(Sessions.ANNA)).isInstanceOf(StartOutcome.Ready.class);
    world.beat(session, Sessions.unit("ABCDEF", 1), 2, 4);
    assertThat(session.status().presence().clients()).isEqualTo(4);
    assertThat(end(session, true).gone()).isTrue();
    assertThat(world.droplets.hanging()).as("all the while").isEqualTo(100);
  }

  /// Its history is long enough to be cut, and its last row cannot be written.
  @Test
  @Tag("SES-25")
  void anOrderThatComesWhileAHistoryIsAboutToBeCutIsCarriedOut() {
    var session = world.start(SessionRun.first(SPEC, 60));
    world.reach(session, "STARTING");
    world.beat(session, FIRST, 1, 0);
    world.reach(session, "READY");
    world.records.down(true);
    for (var number = 2; number < 60; number++) {
      world.beat(session, FIRST, number, number % 2);
    }
    world.sleep(Duration.ofSeconds(5));
    assertThat(world.history("session/4F2A9C").getEvents().size()).isGreaterThan(60);

    var ended = CompletableFuture.supplyAsync(() -> end(session, true));

    assertThat(ended.orTimeout(60, TimeUnit.SECONDS).join().gone()).isTrue();
    assertThat(world.droplets.units()).isEmpty();
    world.records.down(false);
    waitUntilOver(session);
    assertThat(world.records.label(SPEC.id())).isEqualTo("ENDED");
  }

  /// What a start from a warm pool takes of Temporal: see decision 0023.
  @Test
  @Tag("SES-08")
  void aLeaseOfAWarmSessionIsOneWorkflowTaskAndNoActivityOfAQueue() {
    var session = world.ready(Sessions.warm("4F2A9C"));
    world.sleep(Duration.ofSeconds(5));
    var before = world.history("session/4F2A9C").getEvents().size();

    assertThat(session.lease(Sessions.ANNA)).isInstanceOf(StartOutcome.Ready.class);

    var events = world.history("session/4F2A9C").getEvents();
    var path = new ArrayList<EventType>();
    for (var event : events.subList(before, events.size())) {
      path.add(event.getEventType());
      if (event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED) {
        break;
      }
    }
    assertThat(path)
        .endsWith(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED)
        .doesNotContain(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .doesNotContain(EventType.EVENT_TYPE_TIMER_FIRED)
        .containsOnlyOnce(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    assertThat(markers(events.subList(before, before + path.size())))
        .as("its admission, and the rows of LEASING and READY")
        .isLessThanOrEqualTo(3);
  }

  private static long markers(List<HistoryEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_MARKER_RECORDED)
        .count();
  }
}
