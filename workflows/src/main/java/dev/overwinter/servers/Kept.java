package dev.overwinter.servers;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupRules;
import dev.overwinter.backups.BackupWhy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What exists of a server beside its place: its backups, and the places that it was moved away
/// from.
///
/// @param backups those that are complete, oldest first
/// @param changed whether its game has run since the newest of them, or since it was made
/// @param stranded places on lost nodes that it was restarted elsewhere from. What lies there is
///   stopped whenever it is seen running, and removed only by somebody's order
/// @param vacated those of them that are of no use to anybody, since its world was moved away from
///   them in peace: they are removed as soon as their node does it
/// @param unwanted backups that somebody wants gone and that are not gone yet
/// @param requests ids of the latest requests for a backup or a transfer, so that none is carried
///   out twice
/// @param world which world its game uses, and which lie beside it
public record Kept(
    List<Backup> backups,
    boolean changed,
    List<Allocation> stranded,
    List<Backup> unwanted,
    List<String> requests,
    List<Allocation> vacated,
    WorldLine world) {
  /// Nothing yet.
  public static final Kept NOTHING = new Kept(List.of(), false, List.of());

  private static final int REQUESTS_REMEMBERED = 16;

  public Kept(
      List<Backup> backups,
      boolean changed,
      List<Allocation> stranded,
      @Nullable List<Backup> unwanted,
      @Nullable List<String> requests,
      @Nullable List<Allocation> vacated,
      @Nullable WorldLine world) {
    this.backups = List.copyOf(backups);
    this.changed = changed;
    this.stranded = List.copyOf(stranded);
    // Absent in what was written before backups could be removed.
    this.unwanted = unwanted == null ? List.of() : List.copyOf(unwanted);
    this.requests = requests == null ? List.of() : List.copyOf(requests);
    // Absent in what was written while places were left only in need.
    this.vacated = vacated == null ? List.of() : List.copyOf(vacated);
    this.world = WorldLine.orFirst(world);
  }

  private Kept(List<Backup> backups, boolean changed, List<Allocation> stranded) {
    this(backups, changed, stranded, List.of(), List.of(), List.of(), WorldLine.FIRST);
  }

  private Kept with(List<Backup> backups, boolean changed, List<Allocation> stranded) {
    var still = vacated.stream().filter(stranded::contains).toList();
    return new Kept(backups, changed, stranded, unwanted, requests, still, world);
  }

  /// What an older version wrote says nothing: whether its game has run is then not known.
  public static Kept orNothing(@Nullable Kept kept) {
    return kept == null ? new Kept(List.of(), true, List.of()) : kept;
  }

  /// Its game runs.
  public Kept ran() {
    return changed ? this : with(backups, true, stranded);
  }

  /// An attempt at a backup has ended.
  ///
  /// @param ended complete or failed
  public Kept attempted(Backup ended) {
    var more = new ArrayList<>(backups);
    if (ended.archive() != null) {
      more.add(ended);
    }
    // Also after a failure: the next attempt is made after the next sleep, and not at once. But one
    // that somebody asked for does not stand in for the one that is due.
    var owed = changed && ended.archive() == null && ended.why() == BackupWhy.ASKED;
    return with(more, owed, stranded);
  }

  /// What it has now is what a backup holds, and nothing lies beside it.
  public Kept restored() {
    return with(backups, false, stranded).with(world.alone());
  }

  /// The same with other worlds.
  public Kept with(WorldLine worlds) {
    return new Kept(backups, changed, stranded, unwanted, requests, vacated, worlds);
  }

  /// Its game will use another world than before: the newest backup does not hold it.
  public Kept otherwise(WorldLine worlds) {
    return new Kept(backups, true, stranded, unwanted, requests, vacated, worlds);
  }

  /// It was made of what these hold.
  public Kept adopting(List<Backup> others) {
    return new Kept(others, false, stranded);
  }

  /// A backup is gone.
  public Kept without(Backup gone) {
    return new Kept(
        others(backups, gone.id()),
        changed,
        stranded,
        others(unwanted, gone.id()),
        requests,
        vacated,
        world);
  }

  /// It was moved away from a place.
  public Kept leaving(Allocation place) {
    var more = new ArrayList<>(stranded);
    more.add(place);
    return with(backups, changed, more);
  }

  /// Nobody needs what lies in a place that it was moved away from.
  public Kept vacating(Allocation place) {
    var more = new ArrayList<>(vacated);
    more.add(place);
    return new Kept(backups, changed, stranded, unwanted, requests, more, world);
  }

  /// The generation of its next place: what may lie anywhere bears none like it.
  ///
  /// @param now of the place that it has
  public int nextGeneration(int now) {
    return 1 + Math.max(now, stranded.stream().mapToInt(Allocation::generation).max().orElse(0));
  }

  /// It was moved back to a place, or what lay there is gone.
  public Kept regained(Allocation place) {
    return with(backups, changed, stranded.stream().filter(other -> !other.equals(place)).toList());
  }

  /// A backup is locked or not any more.
  public Kept locking(Backup one) {
    return with(
        backups.stream().map(backup -> backup.id().equals(one.id()) ? one : backup).toList(),
        changed,
        stranded);
  }

  /// Somebody wants a backup gone: it does not count any more.
  public Kept unwanting(Backup one) {
    var more = new ArrayList<>(others(unwanted, one.id()));
    more.add(one.removing());
    return new Kept(others(backups, one.id()), changed, stranded, more, requests, vacated, world);
  }

  private static List<Backup> others(List<Backup> backups, String id) {
    return backups.stream().filter(backup -> !backup.id().equals(id)).toList();
  }

  /// A request for a backup or a transfer is being carried out.
  ///
  /// @param request its id; empty when it has none
  public Kept heard(String request) {
    if (request.isEmpty() || requests.contains(request)) {
      return this;
    }
    var more = new ArrayList<>(requests);
    more.add(request);
    var latest = more.subList(Math.max(0, more.size() - REQUESTS_REMEMBERED), more.size());
    return new Kept(backups, changed, stranded, unwanted, latest, vacated, world);
  }

  /// The backup of an id; the newest for an empty one.
  public Optional<Backup> backup(String id) {
    return id.isEmpty()
        ? BackupRules.newest(backups)
        : backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }
}
