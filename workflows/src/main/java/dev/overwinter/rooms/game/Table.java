package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What lies on the table of a round, hidden things included. Each game has its own.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "game")
public sealed interface Table permits Top10Table {}
