package dev.overwinter.rooms;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What of [RoomSettings] is to be another; null leaves what it is, also what somebody else has
/// changed a moment before. Bounds are held where they are applied.
///
/// @param starts as in [RoomSettings], like all others
public record ChangedSettings(
    @Nullable Rule starts,
    @Nullable Rule roles,
    @Nullable Role joinAs,
    @Nullable Boolean watchersPeek,
    @Nullable Integer fewest,
    @Nullable Duration roundLasts,
    @Nullable Duration turnLasts,
    @Nullable Duration retireAfter,
    @Nullable Boolean locked) {

  /// Every one of them.
  public static ChangedSettings all(RoomSettings to) {
    return new ChangedSettings(
        to.starts(),
        to.roles(),
        to.joinAs(),
        to.watchersPeek(),
        to.fewest(),
        to.roundLasts(),
        to.turnLasts(),
        to.retireAfter(),
        to.locked());
  }

  /// What settings are then.
  ///
  /// @throws IllegalArgumentException when one is out of its bounds
  public RoomSettings over(RoomSettings now) {
    return new RoomSettings(
        or(starts, now.starts()),
        or(roles, now.roles()),
        or(joinAs, now.joinAs()),
        or(watchersPeek, now.watchersPeek()),
        or(fewest, now.fewest()),
        or(roundLasts, now.roundLasts()),
        or(turnLasts, now.turnLasts()),
        or(retireAfter, now.retireAfter()),
        or(locked, now.locked()),
        now.common());
  }

  private static <T> T or(@Nullable T wanted, T now) {
    return wanted == null ? now : wanted;
  }
}
