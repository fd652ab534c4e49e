package dev.overwinter.sessions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.Sessions;
import dev.overwinter.sessions.StartOutcome;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PoolWorkflowTest {
  private static final PoolSettings TWO =
      new PoolSettings(2, 4, List.of(), Duration.ofMinutes(10), Duration.ofHours(6));
  private final SessionWorld world = new SessionWorld();

  @AfterEach
  void close() {
    world.close();
  }

  /// The games of all droplets that have none yet speak for the first time.
  private void boot(int howMany) {
    world.eventually(() -> starting().size() == howMany);
    for (var view : starting()) {
      var session = world.session(view.spec().tag().text());
      world.beat(session, new Unit(view.spec().id(), 1), 1, 0);
      world.reach(session, "WARM");
    }
  }

  private List<SessionView> starting() {
    return world.records.rows().stream()
        .filter(view -> view.state().label().equals("STARTING"))
        .toList();
  }

  @Test
  @Tag("SES-08")
  void fillsItselfAndFillsUpAfterALease() {
    var pool = world.pool(TWO);
    boot(2);
    world.eventually(() -> pool.status().state().warm() == 2);

    var tag = pool.status().state().members().getFirst().session().tag().text();
    assertThat(world.session(tag).lease(Sessions.ANNA)).isInstanceOf(StartOutcome.Ready.class);
    boot(1);

    world.eventually(() -> pool.status().state().warm() == 2);
    assertThat(world.droplets.count("create")).isEqualTo(3);
    assertThat(pool.status().state().members())
        .extracting(member -> member.session().tag().text())
        .doesNotContain(tag);
  }

  @Test
  void letsGoWhatItHasNoUseForAndKeepsWhatIsLeased() {
    var pool = world.pool(TWO);
    boot(2);
    world.eventually(() -> pool.status().state().warm() == 2);
    var tag = pool.status().state().members().getFirst().session().tag().text();
    var leased = world.session(tag);
    assertThat(leased.lease(Sessions.ANNA)).isInstanceOf(StartOutcome.Ready.class);

    pool.configure(PoolSettings.OFF);

    world.eventually(() -> world.droplets.units().size() == 1);
    assertThat(SessionWorld.state(leased)).isEqualTo("READY");
  }

  @Test
  @Tag("SES-22")
  void beginsNothingWithoutRoomAndGoesOnWhenThereIsSome() {
    world.droplets.room(new FleetRoom(10, 10, 5_000));
    var pool = world.pool(TWO);
    world.eventually(() -> !pool.status().state().why().isEmpty());
    assertThat(world.droplets.count("create")).isZero();
    world.droplets.room(new FleetRoom(10, 9, 5_000));
    world.sleep(Duration.ofMinutes(2));
    world.eventually(() -> world.droplets.count("create") >= 1);
  }

  @Test
  @Tag("SES-21")
  void spendsNothingAboveTheCap() {
    world.records.full(true);
    var pool = world.pool(TWO);
    world.eventually(() -> !pool.status().state().why().isEmpty());
    assertThat(world.droplets.log()).isEmpty();
  }
}
