package dev.overwinter.rooms;

import dev.overwinter.rooms.game.Table;
import java.time.Instant;

/// The round that is under way.
///
/// @param id 10 hexadecimal digits, drawn by chance
/// @param number 1 for the room's first; 2, 3, …
/// @param topic what it is about; of a game that has none, its name
/// @param endsAt when it ends by itself
/// @param watchersPeek whether who looks on may look below its cards: as the room had it when it
///   began
/// @param table what lies on the table, with all that is hidden
public record Round(
    String id,
    int number,
    String topic,
    Instant startedAt,
    Instant endsAt,
    boolean watchersPeek,
    Table table) {}
