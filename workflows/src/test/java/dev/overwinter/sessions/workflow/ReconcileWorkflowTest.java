package dev.overwinter.sessions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ReconcileWorkflowTest {
  private static final Duration GRACE = Duration.ofMinutes(10);
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Tag("SES-27")
  void destroysWhatNobodyHasAndLeavesWhatSomebodyHasAndWhatIsYoung() {
    var session = world.ready(Sessions.forAnna("4F2A9C"));
    var own = session.status().droplet();
    var orphan = world.droplets.plant(Sessions.unit("DEAD01", 1).text(), Instant.EPOCH);
    var young = world.droplets.plant(Sessions.unit("DEAD02", 1).text(), world.now());

    var report = world.reconcile().run(GRACE);

    assertThat(report.orphans()).containsExactly(Sessions.unit("DEAD01", 1).text());
    assertThat(world.droplets.exists(orphan)).isFalse();
    assertThat(world.droplets.exists(young)).isTrue();
    assertThat(world.droplets.exists(own)).isTrue();
  }

  @Test
  @Tag("SES-27")
  void asksTemporalBeforeItBelievesTheRecords() {
    world.records.down(true);
    var session = world.start(Sessions.forAnna("4F2A9C"));
    world.records.down(false);
    world.reach(session, "STARTING");
    // An earlier session had the same tag, and its droplet is still there.
    var earlier = SessionId.of(Sessions.id("4F2A9C").tag(), "zzzzzzzz");
    var old = world.droplets.plant(new Unit(earlier, 1).text(), Instant.EPOCH);

    var report = world.reconcile().run(GRACE);

    assertThat(report.orphans()).as("its session's successor does it").isEmpty();
    world.eventually(() -> !world.droplets.exists(old));
    assertThat(world.droplets.units()).containsExactly(Sessions.unit("4F2A9C", 1).text());
  }

  @Test
  @Tag("SES-28")
  void tellsASessionThatItsDropletIsGone() {
    var session = world.ready(Sessions.forAnna("4F2A9C"));
    world.droplets.vanish(session.status().droplet());

    var report = world.reconcile().run(GRACE);

    assertThat(report.lost()).containsExactly(Sessions.id("4F2A9C"));
    SessionWorld.waitUntilOver(session);
    assertThat(world.records.label(Sessions.id("4F2A9C"))).isEqualTo("LOST");
  }

  @Test
  void aDuplicateThatCameLateIsDestroyedByItsSession() {
    var session = world.ready(Sessions.forAnna("4F2A9C"));
    var own = session.status().droplet();
    var late = world.droplets.plant(Sessions.unit("4F2A9C", 1).text(), Instant.EPOCH);

    var report = world.reconcile().run(GRACE);

    assertThat(report.orphans()).isEmpty();
    world.eventually(() -> !world.droplets.exists(late));
    assertThat(world.droplets.exists(own)).isTrue();
  }
}
