package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Awake;
import dev.overwinter.servers.ServerState.Creating;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.ServerState.Deleting;
import dev.overwinter.servers.ServerState.Failed;
import dev.overwinter.servers.ServerState.Hibernating;
import dev.overwinter.servers.ServerState.Relocating;
import dev.overwinter.servers.ServerState.Waking;
import dev.overwinter.servers.Transfer.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What an order to move a server, and each thing that can happen on the way, does in each state.
@Tag("D-03")
final class TransferRulesTest {
  private static final Instant T0 = Instant.parse("2026-11-23T12:00:00Z");
  private static final Awake AWAKE = new Awake(T0, new Endpoint("10.0.0.2", 1), "run1");
  private static final Transfer TRANSFER = new Transfer(T0, order(false), "attic");
  private static final Hibernating STOPPING = new Hibernating(T0, "night", false, false, AWAKE);
  private static final Hibernating LEAVING =
      new Hibernating(T0, "away", false, true, AWAKE, "moved", TRANSFER);
  private static final Relocating MOVING =
      new Relocating(T0, "b1", false, TRANSFER.in(Phase.FILLING));

  static List<Arguments> refusals() {
    return List.of(
        Arguments.of(new Creating(T0, false), Refusal.CREATING),
        Arguments.of(failed(false, null), Refusal.CREATING),
        Arguments.of(failed(true, STOPPING), Refusal.FAILED),
        Arguments.of(new Waking(T0, 1), Refusal.WAKING),
        Arguments.of(STOPPING, Refusal.BUSY),
        Arguments.of(LEAVING, Refusal.RELOCATING),
        Arguments.of(MOVING, Refusal.RELOCATING),
        Arguments.of(new Relocating(T0, "b1", false), Refusal.RELOCATING),
        Arguments.of(new Deleting(T0), Refusal.DELETING),
        Arguments.of(new Deleted(T0, ""), Refusal.DELETING));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefusedWhileSomethingElseIsUnderWay(ServerState state, Refusal why) {
    assertThat(refusal(state, NodeStanding.SERVING, false, order(false))).isEqualTo(why);
  }

  static Stream<ServerState> movable() {
    return Stream.of(new Asleep(T0, "night"), failed(true, null), AWAKE);
  }

  @ParameterizedTest
  @MethodSource("movable")
  void isRefusedToItsOwnNodeAndFromALostOne(ServerState state) {
    var here = new TransferRequest("ann", Wish.node("local"), true, "");
    assertThat(refusal(state, NodeStanding.SERVING, false, here)).isEqualTo(Refusal.SAME_NODE);
    assertThat(refusal(state, NodeStanding.LOST, false, order(true))).isEqualTo(Refusal.NODE_LOST);
  }

  /// A node in maintenance is what servers are moved away from.
  @ParameterizedTest
  @EnumSource(
      value = NodeStanding.class,
      names = {"SERVING", "MAINTENANCE"})
  void whatSleepsIsCopiedAtOnceAndWhatIsAwakeIsStoppedFirst(NodeStanding standing) {
    for (var still : List.of(new Asleep(T0, "night"), failed(true, null))) {
      var move = go(still, standing, false, order(false));
      assertThat(move.effect()).contains(new Effect.Transfer());
      assertThat(move.next()).isEqualTo(new Relocating(T0, "", false, TRANSFER.in(Phase.SAVING)));
    }
    var stop = go(AWAKE, standing, false, order(false));
    assertThat(stop.effect()).contains(new Effect.Stop(false));
    var rest = ServerRules.stopped(stop.next(), new Stopped.Gracefully(), T0);
    assertThat(rest.effect()).contains(new Effect.Transfer());
    assertThat(rest.next()).isEqualTo(new Relocating(T0, "", true, TRANSFER.in(Phase.SAVING)));
  }

  @Test
  void whoPlaysIsCutOffOnlyByForce() {
    assertThat(refusal(AWAKE, NodeStanding.SERVING, true, order(false)))
        .isEqualTo(Refusal.OCCUPIED);
    assertThat(go(AWAKE, NodeStanding.SERVING, true, order(true)).effect())
        .contains(new Effect.Stop(true));
    // The game knows of somebody whom no proxy has announced.
    assertThat(ServerRules.stopped(LEAVING, new Stopped.StillPlayed(1), T0).next())
        .isEqualTo(AWAKE);
  }

  @Test
  void canBeCancelledUntilItIsDone() {
    var cancel = new CancelTransferRequest("ann");
    assertThat(TransferRules.cancel(LEAVING, cancel))
        .isEqualTo(new Decision.Go(Move.to(LEAVING.staying())));
    for (var phase : List.of(Phase.SAVING, Phase.MAKING, Phase.FILLING)) {
      var moving = MOVING.with(TRANSFER.in(phase));
      var move = ((Decision.Go) TransferRules.cancel(moving, cancel)).move();
      assertThat(TransferRules.goesOn(move.next())).isFalse();
      assertThat(move.next().reason())
          .isEqualTo("transfer to node attic: it is being undone: cancelled by ann");
      // Of several reasons the first one counts.
      assertThat(TransferRules.giveUp(move.next(), "later").next()).isEqualTo(move.next());
    }
    for (var other : List.of(new Asleep(T0, ""), AWAKE, new Relocating(T0, "b1", false))) {
      assertThat(TransferRules.cancel(other, cancel))
          .isInstanceOfSatisfying(
              Decision.No.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.NOT_MOVING));
    }
  }

  @Test
  void wakesInTheEndWhenItWasAwakeOrSomebodyKnockedAndItsNodeServes() {
    var wanted = MOVING.then(true);
    assertThat(TransferRules.moved(MOVING, NodeStanding.SERVING, T0).next())
        .isEqualTo(new Asleep(T0, "moved to node attic by ann"));
    assertThat(TransferRules.moved(wanted, NodeStanding.SERVING, T0).effect())
        .contains(new Effect.Start(Duration.ZERO));
    assertThat(TransferRules.stayed(wanted, "disk full", NodeStanding.SERVING, T0).next())
        .isEqualTo(new Waking(T0, 1, "not moved to node attic: disk full"));
    for (var silent : List.of(NodeStanding.LOST, NodeStanding.MAINTENANCE)) {
      assertThat(TransferRules.moved(wanted, silent, T0).next()).isInstanceOf(Asleep.class);
      assertThat(TransferRules.stayed(wanted, "x", silent, T0).next()).isInstanceOf(Asleep.class);
    }
  }

  @Test
  void aStopThatIsRefusedEndsIt() {
    var failed = (Failed) ServerRules.stopFailed(LEAVING, "plugin", true, T0).next();
    assertThat(TransferRules.underWay(failed)).isNull();
    assertThat(TransferRules.underWay(java.util.Objects.requireNonNull(failed.refused()))).isNull();
  }

  @Test
  void aWordThatComesTooLateChangesNothing() {
    var asleep = new Asleep(T0, "night");
    assertThat(TransferRules.moved(asleep, NodeStanding.SERVING, T0)).isEqualTo(Move.none(asleep));
    assertThat(TransferRules.stayed(asleep, "x", NodeStanding.SERVING, T0))
        .isEqualTo(Move.none(asleep));
    assertThat(TransferRules.giveUp(asleep, "x")).isEqualTo(Move.none(asleep));
    var lost = new Relocating(T0, "b1", false);
    assertThat(TransferRules.giveUp(lost, "x")).isEqualTo(Move.none(lost));
  }

  private static TransferRequest order(boolean force) {
    return new TransferRequest("ann", null, force, null);
  }

  private static Failed failed(
      boolean made, @org.jspecify.annotations.Nullable Hibernating refused) {
    return new Failed(T0, "broken", made, Duration.ZERO, List.of(), refused);
  }

  private static Decision decide(
      ServerState state, NodeStanding standing, boolean occupied, TransferRequest request) {
    var nobody = Occupancy.none(T0);
    var is =
        new Situation(
            occupied ? nobody.joined("local", 1, T0) : nobody,
            new Hibernation(true, Duration.ofMinutes(15), Duration.ofMinutes(1)),
            Crashes.NONE,
            standing);
    return TransferRules.transfer(state, is, "local", request, "attic", T0);
  }

  private static Refusal refusal(
      ServerState state, NodeStanding standing, boolean occupied, TransferRequest request) {
    return ((Decision.No) decide(state, standing, occupied, request)).refusal();
  }

  private static Move go(
      ServerState state, NodeStanding standing, boolean occupied, TransferRequest request) {
    return ((Decision.Go) decide(state, standing, occupied, request)).move();
  }
}
