package dev.overwinter.rooms.workflow;

/// What a tidying of rooms did: removed, but for the last.
///
/// @param drafts messages that never got a place
/// @param messages that were said a long time ago, and what was put below them
/// @param events of rooms that are over, and the oldest of those that are not
/// @param requests whose answers nobody asks for any more
/// @param presences of processes that have died
/// @param resealed rooms that were under an older key and are under the one that writes
public record RoomsTidied(
    long drafts, long messages, long events, long requests, long presences, long resealed) {}
