package dev.overwinter.rooms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody in a room.
///
/// @param id never changes
/// @param name for people; no two of a room have the same one
/// @param holder who has proved to be this member, as the api knows them; null for a seat that was
///   laid for a name and that nobody has taken, and for bots
/// @param role in this round
/// @param next from the next round on
/// @param joinedAt orders members, and says who is host when the host has gone
/// @param mutedUntil says nothing before; null when they may
public record Member(
    MemberId id,
    String name,
    @Nullable String holder,
    Role role,
    Role next,
    Instant joinedAt,
    @Nullable Instant mutedUntil) {}
