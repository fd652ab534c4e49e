package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Restoring;
import dev.overwinter.servers.ServerState.Waking;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What an order to restore a world, and each thing that can happen on the way, does in each state.
@Tag("D-05")
final class RestoreRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");
  private static final Awake AWAKE = new Awake(T0, new Endpoint("10.0.0.2", 1), "run1");
  private static final Backup BACKUP =
      Backup.begun("b1", "s1", "local", BackupWhy.ASKED, "owner", T0)
          .complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 1, 1));
  private static final Kept KEPT = Kept.NOTHING.attempted(BACKUP);
  private static final Kept FORMER = KEPT.with(KEPT.world().begun(2).swapped(2, "b1", T0));
  private static final Hibernating STOPPED_FOR_IT =
      new Hibernating(T0, "", false, true, AWAKE, "restored", null, new Replacement(BACKUP, 2));

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(new Creating(T0, false), Refusal.CREATING),
        Arguments.of(new Waking(T0, 1), Refusal.NOT_ASLEEP),
        Arguments.of(new Hibernating(T0, "night", false, false, AWAKE), Refusal.NOT_ASLEEP),
        Arguments.of(STOPPED_FOR_IT, Refusal.NOT_ASLEEP),
        Arguments.of(
            new Failed(T0, "plugin", true, Duration.ZERO, List.of(), STOPPED_FOR_IT),
            Refusal.FAILED),
        Arguments.of(new Failed(T0, "no image", false, Duration.ZERO), Refusal.FAILED),
        Arguments.of(new Relocating(T0, "b1", false), Refusal.RELOCATING),
        Arguments.of(new Restoring(T0, "b1", 2, false), Refusal.RESTORING),
        Arguments.of(new Deleting(T0), Refusal.DELETING));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefusedWhileSomethingElseIsUnderWay(ServerState state, Refusal why) {
    assertThat(refusal(RestoreRules.restore(state, nobody(), KEPT, order(true), T0)))
        .isEqualTo(why);
    assertThat(refusal(RestoreRules.undo(state, NodeStanding.SERVING, FORMER, T0))).isEqualTo(why);
  }

  @Test
  void isRefusedFromABackupThatIsNotThereAndOverAFormerWorldAndOnALostNode() {
    for (var state : List.of(AWAKE, new Asleep(T0, "night"))) {
      assertThat(refusal(RestoreRules.restore(state, nobody(), Kept.NOTHING, order(true), T0)))
          .isEqualTo(Refusal.NO_BACKUP);
      assertThat(refusal(RestoreRules.restore(state, nobody(), FORMER, order(true), T0)))
          .isEqualTo(Refusal.FORMER_KEPT);
      assertThat(
              refusal(
                  RestoreRules.restore(
                      state, is(Occupancy.none(T0), NodeStanding.LOST), KEPT, order(true), T0)))
          .isEqualTo(Refusal.NODE_LOST);
    }
  }

  @Test
  void whoPlaysIsCutOffOnlyByForceAndItIsAwakeAgainThen() {
    var played = is(Occupancy.none(T0).joined("local", 1, T0), NodeStanding.SERVING);
    assertThat(refusal(RestoreRules.restore(AWAKE, played, KEPT, order(false), T0)))
        .isEqualTo(Refusal.OCCUPIED);
    assertThat(go(RestoreRules.restore(AWAKE, played, KEPT, order(true), T0)).effect())
        .contains(new Effect.Stop(true));
    var stop = go(RestoreRules.restore(AWAKE, nobody(), KEPT, order(false), T0));
    assertThat(stop.effect()).contains(new Effect.Stop(false));
    var rest = ServerRules.stopped(stop.next(), new Stopped.Gracefully(), T0);
    assertThat(rest)
        .isEqualTo(Move.to(new Restoring(T0, "b1", 2, true), new Effect.Restore(BACKUP, 2)));
    assertThat(RestoreRules.ended(rest.next(), "restored", NodeStanding.SERVING, T0).next())
        .isEqualTo(new Waking(T0, 1, "restored"));
  }

  @ParameterizedTest
  @EnumSource(
      value = NodeStanding.class,
      names = {"LOST", "MAINTENANCE"})
  void isNotWokenOnANodeThatDoesNotServe(NodeStanding standing) {
    assertThat(RestoreRules.ended(new Restoring(T0, "b1", 2, true), "why", standing, T0))
        .isEqualTo(Move.to(new Asleep(T0, "why")));
  }

  /// The game knows of somebody whom no proxy has announced, or its node will not stop it.
  @Test
  void aStopThatIsInVainLeavesItsWorldAlone() {
    var awake = ServerRules.stopped(STOPPED_FOR_IT, new Stopped.StillPlayed(1), T0).next();
    assertThat(awake).isEqualTo(AWAKE);
    assertThat(RestoreRules.gaveUp(STOPPED_FOR_IT, awake)).contains("not restored: somebody plays");
    var failed = (Failed) ServerRules.stopFailed(STOPPED_FOR_IT, "plugin", true, T0).next();
    assertThat(RestoreRules.gaveUp(STOPPED_FOR_IT, failed)).contains("not restored: plugin");
    assertThat(Objects.requireNonNull(failed.refused()).replacement()).isNull();
    assertThat(RestoreRules.gaveUp(STOPPED_FOR_IT, new Restoring(T0, "b1", 2, true))).isEmpty();
    assertThat(RestoreRules.gaveUp(AWAKE, new Asleep(T0, ""))).isEmpty();
  }

  @Test
  void itsBackupIsNotForgottenUnderIt() {
    for (var state : List.of(STOPPED_FOR_IT, new Restoring(T0, "b1", 2, false))) {
      assertThat(
              WorldRules.forget(state, KEPT, Optional.empty(), new ForgetRequest("b1", "ann"))
                  .orElseThrow()
                  .refusal())
          .isEqualTo(Refusal.RESTORING);
    }
    assertThat(WorldRules.forget(AWAKE, KEPT, Optional.empty(), new ForgetRequest("b1", "ann")))
        .isEmpty();
  }

  /// What a move leaves behind is removed: nobody's last way back goes with it.
  @Test
  void isNotMovedToAnotherNodeWhileAFormerWorldIsKept() {
    var order = new TransferRequest("ann", null, true, null);
    for (var state : List.of(AWAKE, new Asleep(T0, "night"))) {
      assertThat(
              refusal(TransferRules.transfer(state, nobody(), FORMER, "local", order, "attic", T0)))
          .isEqualTo(Refusal.FORMER_KEPT);
      var gone = FORMER.with(FORMER.world().letGo());
      assertThat(TransferRules.transfer(state, nobody(), gone, "local", order, "attic", T0))
          .isInstanceOf(Decision.Go.class);
    }
    assertThat(
            refusal(
                TransferRules.transfer(
                    STOPPED_FOR_IT, nobody(), KEPT, "local", order, "attic", T0)))
        .isEqualTo(Refusal.RESTORING);
  }

  private static RestoreRequest order(boolean force) {
    return new RestoreRequest("b1", "ann", force);
  }

  private static Situation nobody() {
    return is(Occupancy.none(T0), NodeStanding.SERVING);
  }

  private static Situation is(Occupancy occupancy, NodeStanding standing) {
    var rule = new Hibernation(true, Duration.ofSeconds(30), Duration.ofSeconds(10));
    return new Situation(occupancy, rule, Crashes.NONE, standing);
  }

  private static Refusal refusal(Decision decision) {
    return ((Decision.No) decision).refusal();
  }

  private static Move go(Decision decision) {
    return ((Decision.Go) decision).move();
  }
}
