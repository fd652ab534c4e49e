package dev.overwinter.backups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class BackupRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aWorldWithoutABackupWantsOneNow() {
    assertThat(BackupRules.dueAt(List.of(), Duration.ofHours(6))).contains(Instant.EPOCH);
  }

  @Test
  void theNextIsDueWhenTheNewestIsTooOldWhoeverAskedForIt() {
    var backups =
        List.of(
            backup(0, BackupWhy.ASLEEP), backup(3, BackupWhy.ASKED), backup(1, BackupWhy.ASLEEP));
    assertThat(BackupRules.dueAt(backups, Duration.ofHours(6)))
        .contains(NOON.plus(Duration.ofHours(9)));
  }

  @Test
  void zeroTurnsAutomaticOnesOff() {
    assertThat(BackupRules.dueAt(List.of(), Duration.ZERO)).isEmpty();
  }

  @Test
  void moreThanEnoughMayNotBeAskedFor() {
    var many = new ArrayList<Backup>();
    for (var i = 0; i < BackupRules.ASKED_MOST; i++) {
      assertThat(BackupRules.objection(many)).isEmpty();
      many.add(backup(i, BackupWhy.ASKED));
    }
    assertThat(BackupRules.objection(many))
        .contains("it has 20 backups that somebody asked for, and may have no more");
  }

  @Property
  void whatSomebodyAskedForNeverGoesAndNeitherDoTheNewestTwo(@ForAll List<Boolean> asked) {
    var backups = new ArrayList<Backup>();
    for (var i = 0; i < asked.size(); i++) {
      backups.add(backup(i, asked.get(i) ? BackupWhy.ASKED : BackupWhy.ASLEEP));
    }
    var gone = BackupRules.superfluous(backups);
    assertThat(gone).allMatch(backup -> backup.why() == BackupWhy.ASLEEP);
    var left = new ArrayList<>(backups);
    left.removeAll(gone);
    var automatic = left.stream().filter(backup -> backup.why() == BackupWhy.ASLEEP).toList();
    assertThat(automatic).hasSizeLessThanOrEqualTo(BackupRules.AUTOMATIC_KEPT);
    assertThat(automatic)
        .allMatch(kept -> gone.stream().noneMatch(old -> old.at().isAfter(kept.at())));
    assertThat(left.size() + gone.size()).isEqualTo(backups.size());
  }

  @Property
  @Tag("D-03")
  void whatIsLockedNeverGoesAndSchedulesKeepTheirNewestSeven(@ForAll List<Boolean> locked) {
    var backups = new ArrayList<Backup>();
    for (var i = 0; i < locked.size(); i++) {
      backups.add(backup(i, BackupWhy.SCHEDULED).locked(locked.get(i)));
    }
    var gone = BackupRules.superfluous(backups);
    assertThat(gone).noneMatch(Backup::locked);
    var free = locked.stream().filter(one -> !one).count();
    assertThat(gone).hasSize((int) Math.max(0, free - BackupRules.SCHEDULED_KEPT));
  }

  @Test
  void moreThanEnoughMayNotBeLocked() {
    var many = new ArrayList<Backup>();
    for (var i = 0; i < BackupRules.LOCKED_MOST; i++) {
      assertThat(BackupRules.lockObjection(many)).isEmpty();
      many.add(backup(i, BackupWhy.ASLEEP).locked(true));
    }
    assertThat(BackupRules.lockObjection(many)).isPresent();
  }

  @Test
  void anIdIsSafeInAPath() {
    for (var id : List.of("", "..", "a/b", "A", ".x", "x".repeat(64))) {
      assertThatThrownBy(() -> Backup.begun(id, "s1", "local", BackupWhy.ASKED, "admin", NOON))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Backup backup(int hour, BackupWhy why) {
    return Backup.begun("b" + hour, "s1", "local", why, "", NOON.plus(Duration.ofHours(hour)))
        .complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 1, 1));
  }
}
