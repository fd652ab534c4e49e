package dev.overwinter.lab.simulators.cloud;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.Faults;
import dev.overwinter.lab.simulators.store.Change;
import dev.overwinter.lab.simulators.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Every droplet that ever was.
///
/// Each call is atomic and kept before it returns. Safe for use by many threads.
public final class Cloud {
  private static final String DROPLET = "droplet";
  private static final String COUNTERS = "counters";

  private final Store store;
  private final Faults faults;
  private final Catalogue catalogue;
  private final Clock clock;
  private final CloudSettings settings;
  private final Planner planner;
  private final TreeMap<Long, Droplet> droplets = new TreeMap<>();
  private final List<Consumer<Droplet>> observers = new ArrayList<>();
  private Counters counters;

  /// Reads the droplets of the store.
  public Cloud(
      Store store, Faults faults, Catalogue catalogue, Clock clock, CloudSettings settings) {
    this.store = store;
    this.faults = faults;
    this.catalogue = catalogue;
    this.clock = clock;
    this.settings = settings;
    this.planner = new Planner(faults, settings.provision());
    store.all(DROPLET, Droplet.class).forEach(droplet -> droplets.put(droplet.id(), droplet));
    this.counters = store.all(COUNTERS, Counters.class).stream().findFirst().orElse(Counters.FIRST);
  }

  /// Tells an observer of every droplet that is made from now on, after it is kept.
  public synchronized void onCreated(Consumer<Droplet> observer) {
    observers.add(observer);
  }

  public Instant now() {
    return clock.instant();
  }

  public CloudSettings settings() {
    return settings;
  }

  /// Makes the droplets of an order, all or none. Not idempotent, as the real one is not: the same
  /// order twice makes twice as many, with the same names.
  public synchronized Creation create(DropletOrder order) {
    var subject = order.names().getFirst();
    if (faults.strikes(Fault.TRY_AGAIN, subject)) {
      return refused("Something went wrong on our side, please try again.");
    }
    var now = now();
    long alive = droplets.values().stream().filter(droplet -> droplet.existsAt(now)).count();
    if (faults.strikes(Fault.DROPLET_LIMIT, subject)
        || alive + order.names().size() > catalogue.dropletLimit()) {
      return refused("creating this/these droplet(s) will exceed your droplet limit");
    }
    return switch (catalogue.place(order)) {
      case Placement.Refused(var problem) -> new Creation.Refused(problem);
      case Placement.Placed(var region) -> createIn(region, order, now);
    };
  }

  private Creation createIn(Region region, DropletOrder order, Instant now) {
    if (faults.strikes(Fault.REGION_SOLD_OUT, region.slug())) {
      return refused("Region is not available.");
    }
    if (faults.strikes(Fault.SIZE_SOLD_OUT, order.size())) {
      return refused("Size is not available in this region.");
    }
    var made = new ArrayList<Droplet>();
    var changes = new ArrayList<Change>();
    var taken = takenAddresses(now);
    var next = counters;
    for (var name : order.names()) {
      next = next.nextDroplet(faults.strikes(Fault.BIG_ID, name));
      var address = Optional.<String>empty();
      if (order.publicNetworking()) {
        address = reusedAddress(name, taken);
        if (address.isEmpty()) {
          address = Optional.of(settings.publicBlock().next(next.addresses(), taken));
          next = next.nextAddress();
        }
      }
      address.ifPresent(taken::add);
      var droplet =
          new Droplet(
              next.droplet(),
              next.action(),
              name,
              order.tags(),
              region.slug(),
              order.size(),
              order.image(),
              order.userData(),
              settings.privateBlock().next(next.droplet(), Set.of()),
              address.orElse(null),
              now,
              planner.draw(name, now),
              null,
              null);
      made.add(droplet);
      changes.add(Change.put(DROPLET, Long.toString(droplet.id()), droplet));
    }
    changes.add(Change.put(COUNTERS, "1", next));
    store.write(changes);
    counters = next;
    made.forEach(droplet -> droplets.put(droplet.id(), droplet));
    made.forEach(droplet -> observers.forEach(observer -> observer.accept(droplet)));
    return new Creation.Made(List.copyOf(made));
  }

  private Set<String> takenAddresses(Instant now) {
    return droplets.values().stream()
        .filter(droplet -> droplet.existsAt(now))
        .flatMap(droplet -> Optional.ofNullable(droplet.publicAddress()).stream())
        .collect(Collectors.toSet());
  }

  private Optional<String> reusedAddress(String name, Set<String> taken) {
    var freed =
        droplets.values().stream()
            .filter(droplet -> droplet.destroyedAt() != null)
            .sorted(Comparator.comparing(Cloud::end).reversed())
            .flatMap(droplet -> Optional.ofNullable(droplet.publicAddress()).stream())
            .filter(address -> !taken.contains(address))
            .findFirst();
    return freed.isPresent() && faults.strikes(Fault.IP_REUSE, name) ? freed : Optional.empty();
  }

  private static Instant end(Droplet droplet) {
    return droplet.destroyedAt() == null ? Instant.MAX : droplet.destroyedAt();
  }

  /// Destroys a droplet as the API does. To repeat it is safe: the second time it is absent.
  public synchronized Destruction destroy(long id) {
    var now = now();
    var droplet = find(id);
    if (droplet.isEmpty()) {
      return new Destruction.Absent();
    }
    var name = droplet.get().name();
    if (faults.strikes(Fault.DELETE_ERROR, name)) {
      return new Destruction.Refused(Problem.serverError());
    }
    if (droplet.get().lockedAt(now) || faults.strikes(Fault.PENDING_EVENT, name)) {
      return new Destruction.Refused(Problem.unprocessable("Droplet already has a pending event."));
    }
    if (!faults.strikes(Fault.DELETE_IGNORED, name)) {
      remove(droplet.get(), now);
    }
    return new Destruction.Accepted();
  }

  /// Ends a droplet behind its owner's back, whatever is pending.
  ///
  /// @return whether there was one
  public synchronized boolean lose(long id) {
    var droplet = find(id);
    droplet.ifPresent(found -> remove(found, now()));
    return droplet.isPresent();
  }

  private void remove(Droplet droplet, Instant now) {
    var shownUntil = faults.strike(Fault.STILL_LISTED, droplet.name()).map(now::plus);
    keep(droplet.destroyed(now, shownUntil.orElse(null)));
  }

  /// Replaces the tags of a droplet.
  public synchronized void tag(long id, List<String> tags) {
    find(id).ifPresent(droplet -> keep(droplet.tagged(tags)));
  }

  private void keep(Droplet changed) {
    store.write(List.of(Change.put(DROPLET, Long.toString(changed.id()), changed)));
    droplets.put(changed.id(), changed);
  }

  /// Returns a droplet that exists now.
  public synchronized Optional<Droplet> find(long id) {
    return Optional.ofNullable(droplets.get(id)).filter(droplet -> droplet.existsAt(now()));
  }

  /// Returns the droplets that lists show now, oldest first.
  public synchronized List<Droplet> listed() {
    var now = now();
    return droplets.values().stream().filter(droplet -> droplet.listedAt(now)).toList();
  }

  /// Returns the truth: every droplet ever, oldest first.
  public synchronized List<Droplet> everyone() {
    return List.copyOf(droplets.values());
  }

  /// Forgets every droplet and every change of the catalogue, and all that the store holds. What
  /// was numbered is not numbered again: somebody may still hold an old id.
  public synchronized void reset() {
    store.clear();
    store.write(List.of(Change.put(COUNTERS, "1", counters)));
    droplets.clear();
    catalogue.reset();
  }

  private static Creation refused(String message) {
    return new Creation.Refused(Problem.unprocessable(message));
  }
}
