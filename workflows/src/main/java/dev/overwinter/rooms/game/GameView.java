package dev.overwinter.rooms.game;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What one viewer sees of a table. Its JSON has the name of the game as `game`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "game")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Top10View.class, name = "top10"),
  @JsonSubTypes.Type(value = JankenView.class, name = "janken"),
})
public sealed interface GameView permits Top10View, JankenView {}
