package dev.overwinter.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides when a backup is due and which are not needed any more: pure functions.
public final class BackupRules {
  /// How old the newest backup may be when a server sleeps, unless somebody says otherwise.
  public static final Duration USUAL_EVERY = Duration.ofHours(6);

  /// How many of those are kept that were made because their server fell asleep.
  public static final int AUTOMATIC_KEPT = 2;

  /// How many of those are kept that schedules asked for.
  public static final int SCHEDULED_KEPT = 7;

  /// How many of those a server may have that somebody asked for; they never go by themselves.
  public static final int ASKED_MOST = 20;

  /// How many may be locked.
  public static final int LOCKED_MOST = 20;

  private static final Comparator<Backup> OLDEST_FIRST =
      Comparator.comparing(Backup::at).thenComparing(Backup::id);

  private BackupRules() {}

  /// The newest that can be restored.
  public static Optional<Backup> newest(List<Backup> complete) {
    return complete.stream().max(OLDEST_FIRST);
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

  /// Why nobody may lock one more; empty when somebody may.
  public static Optional<String> lockObjection(List<Backup> complete) {
    return complete.stream().filter(Backup::locked).count() >= LOCKED_MOST
        ? Optional.of("it has " + LOCKED_MOST + " locked backups, and may have no more")
        : Optional.empty();
  }

  /// Those that have been replaced by newer ones of their kind, oldest first. What is locked
  /// neither goes nor counts.
  public static List<Backup> superfluous(List<Backup> complete) {
    return Stream.concat(
            beyond(complete, BackupWhy.ASLEEP, AUTOMATIC_KEPT),
            beyond(complete, BackupWhy.SCHEDULED, SCHEDULED_KEPT))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  private static Stream<Backup> beyond(List<Backup> complete, BackupWhy why, int kept) {
    var all =
        complete.stream()
            .filter(backup -> backup.why() == why && !backup.locked())
            .sorted(OLDEST_FIRST)
            .toList();
    return all.stream().limit(Math.max(0, all.size() - kept));
  }
}
