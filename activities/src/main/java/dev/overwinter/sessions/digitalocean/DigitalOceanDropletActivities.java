package dev.overwinter.sessions.digitalocean;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.digitalocean.CallBudget.Urgency;
import dev.overwinter.sessions.workflow.DropletActivities;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Droplets of DigitalOcean, or of whatever speaks its API. Thread-safe; one for each token. Waits
/// on the calling thread, so callers are virtual threads.
public final class DigitalOceanDropletActivities implements DropletActivities, AutoCloseable {
  private final Ocean ocean;
  private final String fleetTag;
  private final Lists lists;
  private final Creation creation;
  private final Destruction destruction;
  private final AddressWait addresses;
  private final Room room;
  private final Pulses pulses;

  /// @param keys secrets with which the games sign
  /// @param budget of calls, shared by all workers
  public DigitalOceanDropletActivities(
      OceanSettings settings,
      UnitKeys keys,
      CallBudget budget,
      Pulses pulses,
      MeterRegistry meters,
      Clock clock) {
    this(settings, keys, budget, pulses, new Ocean(settings, budget, meters, clock), clock);
  }

  DigitalOceanDropletActivities(
      OceanSettings settings,
      UnitKeys keys,
      CallBudget budget,
      Pulses pulses,
      Ocean ocean,
      Clock clock) {
    this.ocean = ocean;
    this.pulses = pulses;
    fleetTag = settings.fleetTag();
    lists = new Lists(ocean, fleetTag);
    creation = new Creation(ocean, settings, keys);
    destruction = new Destruction(ocean, fleetTag, clock);
    addresses = new AddressWait(new FleetWatch(lists, fleetTag, clock), destruction, clock);
    room = new Room(ocean, lists, budget, clock);
  }

  @Override
  public CreateAnswer create(DropletOrder order) {
    return creation.ask(order);
  }

  @Override
  public List<DropletFacts> find(Unit unit) {
    return Replies.retryable(() -> lists.byTag("find", unit.text()));
  }

  @Override
  public AddressAnswer awaitAddress(DropletOrder order, long droplet, Duration patience) {
    try (var pulse = pulses.begin()) {
      return addresses.await(droplet, patience, pulse);
    }
  }

  @Override
  public @Nullable Instant ensureDestroyed(String unit, long droplet) {
    try (var pulse = pulses.begin()) {
      return Replies.retryable(() -> destruction.destroy(unit, droplet, pulse)).orElse(null);
    }
  }

  @Override
  public boolean exists(long droplet) {
    try (var pulse = pulses.begin()) {
      return Replies.retryable(() -> destruction.surely(droplet, pulse, Urgency.LOOK).isPresent());
    }
  }

  @Override
  public List<DropletFacts> fleet() {
    return Replies.retryable(() -> lists.byTag("fleet", fleetTag));
  }

  @Override
  public FleetRoom room() {
    return Replies.retryable(room::now);
  }

  @Override
  public void close() {
    ocean.close();
  }
}
