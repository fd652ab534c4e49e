package dev.overwinter.servers.workflow;

import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupState;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.servers.BackupRequest;
import dev.overwinter.servers.ForgetRequest;
import dev.overwinter.servers.Kept;
import dev.overwinter.servers.LockRequest;
import dev.overwinter.servers.WorldRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a run of a server's workflow knows of the copies of its world, and which of their rows are
/// not written yet. Confined to its workflow.
final class WorldBook {
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(10);

  private Kept kept;
  private @Nullable Backup writing;
  private final TreeMap<String, Backup> unrecorded = new TreeMap<>();
  private Instant notBefore = Instant.EPOCH;

  WorldBook(Kept kept) {
    this.kept = kept;
  }

  Kept kept() {
    return kept;
  }

  void kept(Kept now) {
    kept = now;
  }

  /// The backup that is being written; empty for none.
  Optional<Backup> writing() {
    return Optional.ofNullable(writing);
  }

  /// Whether what is asked for is being done already, or has been. A schedule is content with what
  /// somebody else has asked for.
  boolean answered(BackupRequest request) {
    return kept.requests().contains(request.request())
        || writing()
            .filter(under -> under.why() == BackupWhy.ASKED || under.why() == request.why())
            .filter(under -> under.locked() || !request.locked())
            .isPresent();
  }

  /// An attempt has ended by itself.
  ///
  /// @return what it has become, locked if somebody has locked it meanwhile
  Backup ended(Backup attempt) {
    var under = writing;
    var ended =
        under != null && under.locked() && attempt.state() == BackupState.COMPLETE
            ? attempt.locked(true)
            : attempt;
    kept = kept.attempted(ended);
    recordLater(ended);
    return ended;
  }

  /// A backup's row is written beside everything else.
  void recordLater(Backup backup) {
    var under = writing;
    if (backup.state() == BackupState.IN_PROGRESS) {
      writing = backup;
    } else if (under != null && under.id().equals(backup.id())) {
      writing = null;
    }
    unrecorded.put(backup.id(), backup);
  }

  Optional<Backup> unrecorded() {
    return Optional.ofNullable(unrecorded.firstEntry()).map(entry -> entry.getValue());
  }

  void recorded(Backup backup) {
    unrecorded.remove(backup.id(), backup);
  }

  /// Somebody may lock or unlock it.
  void lock(LockRequest request) {
    WorldRules.written(kept, writing(), request.backup())
        .map(one -> one.locked(request.locked()))
        .ifPresent(one -> {
          kept = kept.locking(one);
          recordLater(one);
        });
  }

  /// Somebody may have it gone; what is not known to be complete has failed.
  ///
  /// @param unknown what stands for one that has failed
  void unwant(ForgetRequest request, Backup unknown) {
    var one = WorldRules.written(kept, Optional.empty(), request.backup()).orElse(unknown);
    unrecorded.remove(one.id());
    kept = kept.unwanting(one);
    notBefore = Instant.EPOCH;
  }

  /// When something that nobody wants can be removed; empty while there is nothing.
  Optional<Instant> tidiesAt() {
    return kept.unwanted().isEmpty() ? Optional.empty() : Optional.of(notBefore);
  }

  /// What nobody wants could not be removed.
  void couldNotTidy(Instant now) {
    notBefore = now.plus(BEFORE_TRYING_AGAIN);
  }
}
