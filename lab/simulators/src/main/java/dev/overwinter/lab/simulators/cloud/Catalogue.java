package dev.overwinter.lab.simulators.cloud;

import dev.overwinter.lab.simulators.store.Change;
import dev.overwinter.lab.simulators.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What can be ordered and where: sizes, regions, images, what is sold out, and the droplet limit.
///
/// What is sold out here is shown as such by `/v2/sizes` and `/v2/regions`; the faults
/// `size-sold-out` and `region-sold-out` refuse what is still shown as available. Survives a
/// restart. Safe for use by many threads.
public final class Catalogue {
  private static final String SETTINGS = "settings";
  private static final String SNAPSHOT = "snapshot";

  private final Store store;
  private final int firstLimit;
  private Settings settings;
  private final TreeMap<Long, Image> snapshots = new TreeMap<>();

  /// What an operator of the simulation may change.
  ///
  /// @param soldOut `nyc3`, `s-1vcpu-1gb` or `s-1vcpu-1gb@nyc3`
  record Settings(int dropletLimit, Set<String> soldOut) {
    Settings {
      soldOut = new TreeSet<>(soldOut);
    }
  }

  /// Reads what was changed; a new directory has one snapshot and nothing sold out.
  public Catalogue(Store store, int dropletLimit) {
    this.store = store;
    this.firstLimit = dropletLimit;
    this.settings =
        store.all(SETTINGS, Settings.class).stream()
            .findFirst()
            .orElse(new Settings(dropletLimit, Set.of()));
    var first = Image.firstSnapshot();
    snapshots.put(first.id(), first);
    store.all(SNAPSHOT, Image.class).forEach(image -> snapshots.put(image.id(), image));
  }

  /// Returns how many droplets the account may have at once.
  public synchronized int dropletLimit() {
    return settings.dropletLimit();
  }

  public synchronized void limitDroplets(int limit) {
    change(new Settings(limit, settings.soldOut()));
  }

  /// Returns what is sold out.
  public synchronized Set<String> soldOut() {
    return Set.copyOf(settings.soldOut());
  }

  /// Replaces what is sold out.
  public synchronized void sellOut(Set<String> what) {
    change(new Settings(settings.dropletLimit(), what));
  }

  private void change(Settings changed) {
    store.write(List.of(Change.put(SETTINGS, "1", changed)));
    settings = changed;
  }

  /// Adds a snapshot or replaces it.
  public synchronized void putSnapshot(Image snapshot) {
    store.write(List.of(Change.put(SNAPSHOT, Long.toString(snapshot.id()), snapshot)));
    snapshots.put(snapshot.id(), snapshot);
  }

  /// Forgets all changes; the disk is the caller's matter.
  synchronized void reset() {
    settings = new Settings(firstLimit, Set.of());
    snapshots.clear();
    var first = Image.firstSnapshot();
    snapshots.put(first.id(), first);
  }

  public synchronized List<Image> snapshots() {
    return List.copyOf(snapshots.values());
  }

  /// Returns distributions and snapshots.
  public synchronized List<Image> images() {
    return Stream.concat(Image.DISTRIBUTIONS.stream(), snapshots.values().stream()).toList();
  }

  /// Returns the image of a slug or number.
  public Optional<Image> image(String reference) {
    return images().stream().filter(image -> image.isCalled(reference)).findFirst();
  }

  /// Returns whether a region takes droplets at all.
  public synchronized boolean isOpen(Region region) {
    return !settings.soldOut().contains(region.slug());
  }

  /// Returns whether a size can be had in a region.
  public synchronized boolean isAvailable(Size size, Region region) {
    return isOpen(region)
        && !settings.soldOut().contains(size.slug())
        && !settings.soldOut().contains(size.slug() + "@" + region.slug());
  }

  /// Returns where an order can stand: the region asked for, the first of those that begin with its
  /// letters, or any.
  public Placement place(DropletOrder order) {
    var size = Size.ALL.stream().filter(s -> s.slug().equals(order.size())).findFirst();
    if (size.isEmpty()) {
      return refused("You specified an invalid size for Droplet creation.");
    }
    var image = image(order.image());
    if (image.isEmpty()) {
      return refused("You specified an invalid image for Droplet creation.");
    }
    if (size.get().disk() < image.get().minDisk()) {
      return refused("The image needs a larger disk than the size has.");
    }
    return place(order, size.get(), image.get());
  }

  private Placement place(DropletOrder order, Size size, Image image) {
    var asked = order.region() == null ? "" : order.region();
    var regions = Region.ALL.stream().filter(r -> r.slug().startsWith(asked)).toList();
    if (regions.isEmpty()) {
      return refused("You specified an invalid region for Droplet creation.");
    }
    var holding = regions.stream().filter(r -> image.regions().contains(r.slug())).toList();
    if (holding.isEmpty()) {
      return refused("The image is not available in the selected region.");
    }
    if (holding.stream().noneMatch(this::isOpen)) {
      return refused("Region is not available.");
    }
    return holding.stream()
        .filter(region -> isAvailable(size, region))
        .findFirst()
        .<Placement>map(Placement.Placed::new)
        .orElseGet(() -> refused("Size is not available in this region."));
  }

  private static Placement refused(String message) {
    return new Placement.Refused(Problem.unprocessable(message));
  }
}
