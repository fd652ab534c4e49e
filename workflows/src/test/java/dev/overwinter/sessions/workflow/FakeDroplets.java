package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.ProvisionRules;
import dev.overwinter.sessions.Unit;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A provider that remembers what it was asked, and fails as it is told to. Thread-safe.
final class FakeDroplets implements DropletActivities {
  /// How one request for a droplet goes.
  enum Creation {
    ACCEPTED,
    ACCEPTED_AND_UNANSWERED,
    ACCEPTED_AND_THE_WORKER_DIES,
    ACCEPTED_TWICE,
    LOST,
    SOLD_OUT,
    NO_ROOM,
    NOT_NOW,
    HANGS
  }

  /// How one wait for an address goes.
  enum Boot {
    USABLE,
    VANISHES,
    NEVER
  }

  private final TreeMap<Long, DropletFacts> droplets = new TreeMap<>();
  private final List<String> log = new ArrayList<>();
  private final Deque<Creation> creations = new ArrayDeque<>();
  private final Deque<Boot> boots = new ArrayDeque<>();
  private long nextId = 3_000_000_001L;
  private int deletesThatFail;
  private int looksThatMiss;
  private int hanging;
  private boolean answers;
  private FleetRoom room = new FleetRoom(100, 0, 5_000);

  /// Later than any test ends: a session takes it for its own now.
  private Instant lastThere = Instant.parse("9999-01-01T00:00:00Z");

  private Supplier<Instant> clock = () -> Instant.EPOCH;
  private final TreeMap<Long, Instant> begun = new TreeMap<>();
  private final TreeMap<Long, Instant> gone = new TreeMap<>();

  /// Whose moments droplets bear, cut to the second as the provider does; the epoch's otherwise.
  synchronized void clock(Supplier<Instant> next) {
    clock = next;
  }

  /// What the provider's bill says of a droplet that is gone.
  synchronized Duration lived(long id) {
    return Duration.between(begun.get(id), gone.get(id));
  }

  synchronized FakeDroplets then(Creation... how) {
    creations.addAll(List.of(how));
    return this;
  }

  synchronized FakeDroplets then(Boot... how) {
    boots.addAll(List.of(how));
    return this;
  }

  /// What is said of the droplets that are destroyed from now on.
  synchronized void wereLastThere(Instant at) {
    lastThere = at;
  }

  synchronized void failDeletes(int times) {
    deletesThatFail = times;
  }

  /// Lists lag: so many looks find nothing.
  synchronized void lag(int looks) {
    looksThatMiss = looks;
  }

  synchronized void room(FleetRoom next) {
    room = next;
  }

  /// As somebody else would: by hand, or by the provider.
  synchronized void vanish(long id) {
    droplets.remove(id);
  }

  synchronized long plant(String unit, Instant at) {
    droplets.put(nextId, new DropletFacts(nextId, unit, "active", "203.0.113.99", at));
    return nextId++;
  }

  synchronized List<String> units() {
    return droplets.values().stream().map(DropletFacts::unit).toList();
  }

  synchronized long count(String what) {
    return log.stream().filter(line -> line.startsWith(what)).count();
  }

  synchronized List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public synchronized CreateAnswer create(DropletOrder order) {
    log.add("create " + order.name() + " in " + order.choice().region());
    return switch (creations.isEmpty() ? Creation.ACCEPTED : creations.removeFirst()) {
      case ACCEPTED -> new CreateAnswer.Accepted(make(order));
      case ACCEPTED_AND_UNANSWERED -> {
        make(order);
        yield new CreateAnswer.Unknown("read timed out");
      }
      case ACCEPTED_AND_THE_WORKER_DIES -> {
        make(order);
        throw ApplicationFailure.newFailure("the worker died", "Died");
      }
      case ACCEPTED_TWICE -> {
        var first = make(order);
        make(order);
        yield new CreateAnswer.Accepted(first);
      }
      case LOST -> new CreateAnswer.Unknown("connection reset");
      case SOLD_OUT -> new CreateAnswer.SoldOut(order.choice().region() + " is sold out");
      case NO_ROOM -> new CreateAnswer.NoRoom("the droplet limit is reached");
      case NOT_NOW -> new CreateAnswer.NotNow(Duration.ofSeconds(30));
      case HANGS -> hang();
    };
  }

  /// As long as a request may take, and others are answered meanwhile.
  private CreateAnswer hang() {
    hanging++;
    var until = System.nanoTime() + ProvisionRules.REQUEST_LIMIT.toNanos();
    try {
      for (var left = 1L; !answers && left > 0; ) {
        left = (until - System.nanoTime()) / 1_000_000;
        wait(Math.max(1, left));
      }
    } catch (InterruptedException given) {
      Thread.currentThread().interrupt();
    } finally {
      hanging--;
    }
    return new CreateAnswer.Unknown("read timed out");
  }

  /// How many requests hang.
  synchronized int hanging() {
    return hanging;
  }

  /// All that hang are given up.
  synchronized void answer() {
    answers = true;
    notifyAll();
  }

  private DropletFacts make(DropletOrder order) {
    var id = nextId++;
    var now = clock.get();
    var made = new DropletFacts(id, order.name(), "new", "", now.truncatedTo(ChronoUnit.SECONDS));
    begun.put(id, now);
    droplets.put(id, made);
    return made;
  }

  @Override
  public synchronized List<DropletFacts> find(Unit unit) {
    log.add("find " + unit.text());
    if (looksThatMiss > 0) {
      looksThatMiss--;
      return List.of();
    }
    return droplets.values().stream().filter(one -> one.unit().equals(unit.text())).toList();
  }

  @Override
  public synchronized AddressAnswer awaitAddress(
      DropletOrder order, long droplet, Duration patience) {
    log.add("await " + order.name());
    var there = droplets.get(droplet);
    if (there == null) {
      return new AddressAnswer.Vanished();
    }
    return switch (boots.isEmpty() ? Boot.USABLE : boots.removeFirst()) {
      case USABLE -> {
        var ip = "203.0.113." + droplet % 100;
        var usable = new DropletFacts(droplet, there.unit(), "active", ip, there.createdAt());
        droplets.put(droplet, usable);
        yield new AddressAnswer.Usable(usable);
      }
      case VANISHES -> {
        droplets.remove(droplet);
        yield new AddressAnswer.Vanished();
      }
      case NEVER -> new AddressAnswer.NotYet("new");
    };
  }

  @Override
  public synchronized @Nullable Instant ensureDestroyed(String unit, long droplet) {
    log.add("destroy " + droplet);
    if (deletesThatFail > 0) {
      deletesThatFail--;
      throw ApplicationFailure.newFailure("422: a pending event", "Locked");
    }
    var there = droplets.get(droplet);
    if (there != null && !there.unit().equals(unit)) {
      throw ApplicationFailure.newNonRetryableFailure("another unit", NOT_OURS);
    }
    if (droplets.remove(droplet) == null) {
      return null;
    }
    gone.put(droplet, clock.get());
    return lastThere;
  }

  @Override
  public synchronized boolean exists(long droplet) {
    return droplets.containsKey(droplet);
  }

  @Override
  public synchronized List<DropletFacts> fleet() {
    return List.copyOf(droplets.values());
  }

  @Override
  public synchronized FleetRoom room() {
    return room;
  }
}
