package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What lies on the table of a round, hidden things included. Each game has its own. Its `toString`
/// never tells what is hidden.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "game")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Top10Table.class, name = "top10"),
  @JsonSubTypes.Type(value = JankenTable.class, name = "janken"),
})
public sealed interface Table permits Top10Table, JankenTable {}
