package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.DropletActivities;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where no provider is configured: nobody gets a droplet, and what there may be of an earlier
/// configuration waits until there is one again. Operators' own machines need none of this.
public final class NoDropletActivities implements DropletActivities {
  private static final String WHY = "no token of DigitalOcean and no simulator is configured";

  @Override
  public CreateAnswer create(DropletOrder order) {
    return new CreateAnswer.Invalid(WHY);
  }

  /// Nobody can be asked: a session that wants to know whether it was made must wait.
  @Override
  public List<DropletFacts> find(Unit unit) {
    throw unknown();
  }

  @Override
  public AddressAnswer awaitAddress(DropletOrder order, long droplet, Duration patience) {
    throw unknown();
  }

  @Override
  public @Nullable Instant ensureDestroyed(String unit, long droplet) {
    throw unknown();
  }

  @Override
  public boolean exists(long droplet) {
    throw unknown();
  }

  @Override
  public List<DropletFacts> fleet() {
    throw unknown();
  }

  @Override
  public FleetRoom room() {
    return new FleetRoom(0, 0, 0);
  }

  private static ApplicationFailure unknown() {
    return ApplicationFailure.newBuilder()
        .setMessage(WHY)
        .setType(Replies.PROVIDER)
        .setNextRetryDelay(Duration.ofMinutes(1))
        .build();
  }
}
