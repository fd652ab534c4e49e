package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Entropy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that may happen in a room. Pure: the same room, order, moment and chance make the same
/// decision. No refusal and no event tells what is hidden.
public final class RoomRules {
  /// Why a room is over in which nobody did anything for long.
  public static final String RETIRED = "retired";

  /// Bots and laid seats included.
  public static final int MOST_MEMBERS = 64;

  /// The last rounds that a room remembers.
  public static final int MOST_PAST = 50;

  public static final int MOST_BOTS = 8;

  /// Of one order.
  public static final int MOST_MOVES = 50;

  /// A member's, in code points.
  public static final int LONGEST_NAME = 40;

  /// In code points.
  public static final int LONGEST_ROOM_NAME = 80;

  /// In code points.
  public static final int LONGEST_TOPIC = 200;

  /// In code points.
  public static final int LONGEST_EMOJI = 10;

  private RoomRules() {}

  /// What becomes of an order. What was due before it has happened, as [#tick] says.
  ///
  /// @param room null when there is none
  /// @param chance null before it is known whether any is needed; then the answer is
  ///   [Decision.NeedsChance] or final
  public static Decision decide(
      @Nullable RoomState room, RoomOrder order, Instant now, @Nullable Entropy chance) {
    if (order.request().isBlank() || order.request().length() > RoomOrder.LONGEST_REQUEST) {
      return Decision.refused(
          RoomRefusal.BAD_VALUE, "request: expected 1 to " + RoomOrder.LONGEST_REQUEST + " signs");
    }
    if (room == null) {
      return order.command() instanceof RoomCommand.Open open
          ? SettingRules.open(order, open, now)
          : Decision.refused(RoomRefusal.NO_ROOM, "there is no such room");
    }
    if (room.over() != null) {
      return SettingRules.anew(room, order, now)
          .map(begun -> after(begun, order, now, chance))
          .orElseGet(
              () -> Decision.refused(RoomRefusal.OVER, "the room is over (" + room.over() + ")"));
    }
    return ordered(room, order, now, chance);
  }

  /// What becomes of an order in a room that begins anew with it: both are one step.
  private static Decision after(
      Decision.Ready begun, RoomOrder order, Instant now, @Nullable Entropy chance) {
    return switch (ordered(begun.next(), order, now, chance)) {
      case Decision.Nothing _ -> begun;
      case Decision.Ready ready -> {
        var events = new ArrayList<>(begun.events());
        events.addAll(ready.events());
        yield new Decision.Ready(ready.next(), events, ready.answer());
      }
      case Decision.Refused refused -> refused;
      case Decision.NeedsChance needs -> needs;
    };
  }

  private static Decision ordered(
      RoomState room, RoomOrder order, Instant now, @Nullable Entropy chance) {
    return switch (order.command()) {
      case RoomCommand.Open _ -> new Draft(room, now).done(null);
      case RoomCommand.Join join -> JoinRules.join(room, order, join, now);
      case RoomCommand.Start start ->
          unless(
              Rights.rounds(room, order), () -> StartRules.start(room, order, start, now, chance));
      case RoomCommand.Finish _ ->
          unless(Rights.rounds(room, order), () -> RoundRules.finish(room, order, now));
      case RoomCommand.Play play ->
          asMember(room, order, by -> RoundRules.play(room, by, play, now));
      case RoomCommand.Say say -> asMember(room, order, by -> TalkRules.say(room, by, say, now));
      case RoomCommand.React react ->
          asMember(room, order, by -> TalkRules.react(room, by, react, now));
      case RoomCommand.Leave _ -> asMember(room, order, by -> MemberRules.leave(room, by, now));
      case RoomCommand.Kick kick ->
          asHost(room, order, () -> MemberRules.kick(room, order.by(), kick.who(), now));
      case RoomCommand.Mute mute ->
          asHost(room, order, () -> MemberRules.mute(room, order.by(), mute, now));
      case RoomCommand.HandOver over ->
          asHost(room, order, () -> MemberRules.handOver(room, order.by(), over.who(), now));
      case RoomCommand.TakeHost take ->
          asMember(room, order, by -> MemberRules.takeHost(room, by, take.from(), now));
      case RoomCommand.Wish wish ->
          unless(
              Rights.knows(room, order).or(() -> Rights.wish(room, order.by(), wish)),
              () -> MemberRules.wish(room, order.by(), wish, now));
      case RoomCommand.AddBot _ ->
          unless(
              Rights.knows(room, order).or(() -> Rights.bots(room, order.by())),
              () -> JoinRules.addBot(room, order.by(), now));
      case RoomCommand.Configure configure ->
          asHost(room, order, () -> SettingRules.configure(room, order.by(), configure, now));
      case RoomCommand.Close _ ->
          asHost(room, order, () -> SettingRules.close(room, order.by(), now));
    };
  }

  private static Decision asHost(RoomState room, RoomOrder order, Supplier<Decision> decision) {
    return unless(Rights.knows(room, order).or(() -> Rights.host(room, order.by())), decision);
  }

  private interface OfMember {
    Decision by(MemberId member);
  }

  private static Decision asMember(RoomState room, RoomOrder order, OfMember decision) {
    var by = order.by();
    if (by == null) {
      return Decision.refused(RoomRefusal.NOT_A_MEMBER, "only members of the room may");
    }
    return unless(Rights.knows(room, order), () -> decision.by(by));
  }

  private static Decision unless(Optional<Decision> refused, Supplier<Decision> decision) {
    return refused.orElseGet(decision);
  }

  /// When something happens by itself next; empty when the room is over.
  public static Optional<Instant> dueAt(RoomState room) {
    return ClockRules.dueAt(room);
  }

  /// What has happened by itself by now: a turn is over, a round expires at its very moment, a room
  /// that nobody used is retired. Ask again until it is empty.
  public static Optional<Decision.Ready> tick(RoomState room, Instant now) {
    return ClockRules.tick(room, now);
  }

  /// The room as it is now, when what is due has happened in thought.
  public static RoomState asOf(RoomState room, Instant now) {
    var next = tick(room, now);
    while (next.isPresent()) {
      room = next.get().next();
      next = tick(room, now);
    }
    return room;
  }
}
