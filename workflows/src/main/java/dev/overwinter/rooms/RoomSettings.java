package dev.overwinter.rooms;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// What a room was told about itself.
///
/// @param starts who starts and ends rounds
/// @param roles who says what somebody is from the next round on
/// @param joinAs what a newcomer is from the next round on
/// @param watchersPeek whether who looks on may look below cards, from the next round on; off,
///   since two who sit side by side would play together
/// @param fewest players below which no round begins; at least what its game needs
/// @param roundLasts a round ends by itself so long after its beginning
/// @param turnLasts a turn of a game that has turns
/// @param retireAfter the room is retired when nobody did anything for so long
/// @param locked whether nobody else may join
/// @param common whether it is nobody's: it has no host whom its members obey, and when it was
///   retired it begins anew; never changes
public record RoomSettings(
    Rule starts,
    Rule roles,
    Role joinAs,
    boolean watchersPeek,
    int fewest,
    Duration roundLasts,
    Duration turnLasts,
    Duration retireAfter,
    boolean locked,
    boolean common) {
  /// A round's life in every room that says nothing else.
  public static final Duration HOUR = Duration.ofHours(1);

  public RoomSettings {
    // As exact as durable timers are.
    roundLasts = roundLasts.truncatedTo(ChronoUnit.MILLIS);
    turnLasts = turnLasts.truncatedTo(ChronoUnit.MILLIS);
    retireAfter = retireAfter.truncatedTo(ChronoUnit.MILLIS);
    if (fewest < 1 || fewest > 100) {
      throw new IllegalArgumentException("fewest: " + fewest + " (expected: 1..100)");
    }
    within("roundLasts", roundLasts, Duration.ofSeconds(10), Duration.ofDays(1));
    within("turnLasts", turnLasts, Duration.ofSeconds(5), Duration.ofHours(1));
    within("retireAfter", retireAfter, Duration.ofMinutes(1), Duration.ofDays(400));
  }

  /// Of a room that is somebody's.
  public RoomSettings(
      Rule starts,
      Rule roles,
      Role joinAs,
      boolean watchersPeek,
      int fewest,
      Duration roundLasts,
      Duration turnLasts,
      Duration retireAfter,
      boolean locked) {
    this(
        starts,
        roles,
        joinAs,
        watchersPeek,
        fewest,
        roundLasts,
        turnLasts,
        retireAfter,
        locked,
        false);
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: %s (expected: %s..%s)".formatted(name, value, least, most));
    }
  }

  /// What a room has that says nothing else: its host decides, and who comes plays.
  public static RoomSettings usual() {
    return new RoomSettings(
        Rule.HOST,
        Rule.HOST,
        Role.PLAYER,
        false,
        2,
        HOUR,
        Duration.ofSeconds(30),
        Duration.ofDays(30),
        false);
  }

  /// What a room of the older forms has: everybody starts rounds, each says what they are, and who
  /// comes looks on.
  public static RoomSettings older() {
    return new RoomSettings(
        Rule.ANYONE,
        Rule.SELF,
        Role.WATCHER,
        false,
        1,
        HOUR,
        Duration.ofSeconds(30),
        Duration.ofDays(30),
        false);
  }

  /// What a room of the oldest form has: as [#older()], and it belongs to whoever knows its id.
  public static RoomSettings readme() {
    var older = older();
    return new RoomSettings(
        older.starts,
        older.roles,
        older.joinAs,
        older.watchersPeek,
        older.fewest,
        older.roundLasts,
        older.turnLasts,
        older.retireAfter,
        older.locked,
        true);
  }
}
