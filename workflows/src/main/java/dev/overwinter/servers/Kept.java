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
public record Kept(List<Backup> backups, boolean changed, List<Allocation> stranded) {
  /// Nothing yet.
  public static final Kept NOTHING = new Kept(List.of(), false, List.of());

  public Kept {
    backups = List.copyOf(backups);
    stranded = List.copyOf(stranded);
  }

  /// What an older version wrote says nothing: whether its game has run is then not known.
  public static Kept orNothing(@Nullable Kept kept) {
    return kept == null ? new Kept(List.of(), true, List.of()) : kept;
  }

  /// Its game runs.
  public Kept ran() {
    return changed ? this : new Kept(backups, true, stranded);
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
    return new Kept(more, owed, stranded);
  }

  /// What it has now is what a backup holds.
  public Kept restored() {
    return new Kept(backups, false, stranded);
  }

  /// It was made of what these hold.
  public Kept adopting(List<Backup> others) {
    return new Kept(others, false, stranded);
  }

  /// A backup is gone.
  public Kept without(Backup gone) {
    return new Kept(
        backups.stream().filter(backup -> !backup.id().equals(gone.id())).toList(),
        changed,
        stranded);
  }

  /// It was moved away from a place.
  public Kept leaving(Allocation place) {
    var more = new ArrayList<>(stranded);
    more.add(place);
    return new Kept(backups, changed, more);
  }

  /// It was moved back to a place, or what lay there is gone.
  public Kept regained(Allocation place) {
    return new Kept(
        backups, changed, stranded.stream().filter(other -> !other.equals(place)).toList());
  }

  /// The backup of an id; the newest for an empty one.
  public Optional<Backup> backup(String id) {
    return id.isEmpty()
        ? BackupRules.newest(backups)
        : backups.stream().filter(backup -> backup.id().equals(id)).findFirst();
  }
}
