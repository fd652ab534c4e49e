package dev.overwinter.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides when a backup is due and which are not needed any more: pure functions.
public final class BackupRules {
  /// How old the newest backup may be when a server sleeps, unless somebody says otherwise.
  public static final Duration USUAL_EVERY = Duration.ofHours(6);

  /// How many of those are kept that nobody asked for.
  public static final int AUTOMATIC_KEPT = 2;

  /// How many of those a server may have that somebody asked for; they never go by themselves.
  public static final int ASKED_MOST = 20;

  private BackupRules() {}

  /// The newest that can be restored.
  public static Optional<Backup> newest(List<Backup> complete) {
    return complete.stream().max(Comparator.comparing(Backup::at).thenComparing(Backup::id));
  }

  /// From when on a world that has changed wants another backup; empty when none is ever made by
  /// itself.
  ///
  /// @param every how old the newest may be; zero turns automatic ones off
  public static Optional<Instant> dueAt(List<Backup> complete, Duration every) {
    return every.isZero()
        ? Optional.empty()
        : Optional.of(newest(complete).map(last -> last.at().plus(every)).orElse(Instant.EPOCH));
  }

  /// Why nobody may ask for one more; empty when somebody may.
  public static Optional<String> objection(List<Backup> complete) {
    var asked = complete.stream().filter(backup -> backup.why() == BackupWhy.ASKED).count();
    return asked >= ASKED_MOST
        ? Optional.of("it has " + asked + " backups that somebody asked for, and may have no more")
        : Optional.empty();
  }

  /// Those that have been replaced by newer ones, oldest first.
  public static List<Backup> superfluous(List<Backup> complete) {
    var automatic =
        complete.stream()
            .filter(backup -> backup.why() == BackupWhy.ASLEEP)
            .sorted(Comparator.comparing(Backup::at).thenComparing(Backup::id))
            .toList();
    return automatic.subList(0, Math.max(0, automatic.size() - AUTOMATIC_KEPT));
  }
}
