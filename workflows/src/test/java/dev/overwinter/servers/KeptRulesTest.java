package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Relocating;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What is decided about the world of a server that is deleted.
final class KeptRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Kept COPIED = Kept.NOTHING.ran().attempted(backup(NOON));

  @Test
  void whatHasRunSinceItsBackupIsCopiedAgain() {
    var awake = new Awake(NOON, new Endpoint("10.0.0.2", 1), "run1");
    assertThat(KeptRules.wantsLastCopy(awake, COPIED.ran(), true)).isTrue();
    assertThat(KeptRules.wantsLastCopy(asleep(-1), COPIED.ran(), true)).isTrue();
  }

  @Test
  void whatLiesInABackupAsItSleepsIsNot() {
    assertThat(KeptRules.wantsLastCopy(asleep(-1), COPIED, true)).isFalse();
    assertThat(KeptRules.wantsLastCopy(asleep(0), COPIED, true)).isFalse();
  }

  @Test
  void anAttemptThatFailedIsNoCopy() {
    var failed = COPIED.ran().attempted(begun(NOON.plusSeconds(60)).failed("disk full"));
    assertThat(failed.changed()).isFalse();
    assertThat(KeptRules.wantsLastCopy(asleep(30), failed, true)).isTrue();
    assertThat(KeptRules.wantsLastCopy(asleep(30), Kept.NOTHING, true)).isTrue();
  }

  @Test
  void whatNobodyHasEverStartedHoldsNothing() {
    assertThat(KeptRules.wantsLastCopy(asleep(0), Kept.NOTHING, false)).isFalse();
    assertThat(KeptRules.wantsLastCopy(new Creating(NOON, false), Kept.NOTHING, false)).isFalse();
  }

  @Test
  void theHalfFilledPlaceOfAServerThatMovesIsNeverCopied() {
    var moving = new Relocating(NOON, "b1", false);
    assertThat(KeptRules.wantsLastCopy(moving, COPIED.ran(), true)).isFalse();
  }

  @Test
  void whatIsStillWhereItWasIsCopiedAlthoughItShallMove() {
    var transfer =
        new Transfer(NOON, new TransferRequest("admin", null, false, "r1"), "attic")
            .in(Transfer.Phase.SAVING);
    var saving = new Relocating(NOON, "", false, transfer);
    assertThat(KeptRules.wantsLastCopy(saving, COPIED.ran(), true)).isTrue();
    var failed = Kept.NOTHING.ran().attempted(begun(NOON).failed("disk full"));
    assertThat(KeptRules.wantsLastCopy(saving, failed, true)).isTrue();
    assertThat(KeptRules.wantsLastCopy(saving, Kept.NOTHING, false)).isFalse();
    var filling = new Relocating(NOON, "b1", false, transfer.in(Transfer.Phase.FILLING));
    assertThat(KeptRules.wantsLastCopy(filling, COPIED.ran(), true)).isFalse();
  }

  @Test
  void aDeleteThatWasTurnedBackWantsItsCopyAgain() {
    var kept = Kept.NOTHING.ran().attempted(begun(NOON).failed("disk full"));
    var back = KeptRules.turnedBack(new Deleting(NOON), "disk full", NOON).next();
    assertThat(KeptRules.wantsLastCopy(back, kept, true)).isTrue();
    assertThat(KeptRules.wantsLastCopy(back, kept, false)).isTrue();
  }

  @Test
  void onlyADeleteIsTurnedBack() {
    assertThat(KeptRules.turnedBack(new Deleting(NOON), "disk full", NOON).next())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.made()).isTrue();
              assertThat(failed.reason()).endsWith("disk full");
            });
    assertThat(KeptRules.turnedBack(asleep(0), "disk full", NOON).next()).isEqualTo(asleep(0));
    assertThat(KeptRules.notRecovered(new Creating(NOON, false), "no room", NOON).next())
        .isEqualTo(new Deleted(NOON, "no room"));
    assertThat(KeptRules.notRecovered(new Deleting(NOON), "no room", NOON).next())
        .isEqualTo(new Deleting(NOON));
  }

  @Test
  void whatCouldNotBeRecoveredIsKeptForADayAtLeast() {
    assertThat(KeptRules.keptOn(NOON, NOON)).isEqualTo(NOON.plus(Duration.ofDays(1)));
    var later = NOON.plus(Duration.ofDays(3));
    assertThat(KeptRules.keptOn(later, NOON)).isEqualTo(later);
  }

  private static Asleep asleep(long secondsAfterNoon) {
    return new Asleep(NOON.plusSeconds(secondsAfterNoon), "");
  }

  private static Backup backup(Instant at) {
    return begun(at).complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 1, 1));
  }

  private static Backup begun(Instant at) {
    return Backup.begun("b" + at.getEpochSecond(), "s1", "local", BackupWhy.ASLEEP, "", at);
  }
}
