package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a planet is told to do. Names are those of the rule set, for example `metal_mine`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlanetOrder.Build.class, name = "build"),
  @JsonSubTypes.Type(value = PlanetOrder.Demolish.class, name = "demolish"),
  @JsonSubTypes.Type(value = PlanetOrder.Make.class, name = "make"),
  @JsonSubTypes.Type(value = PlanetOrder.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = PlanetOrder.CancelAt.class, name = "cancelAt"),
  @JsonSubTypes.Type(value = PlanetOrder.Jump.class, name = "jump"),
})
public sealed interface PlanetOrder {

  /// One level more of a building.
  record Build(String building) implements PlanetOrder {}

  /// One level less.
  record Demolish(String building) implements PlanetOrder {}

  /// Ships or defences.
  ///
  /// @param count at least 1
  record Make(String unit, long count) implements PlanetOrder {}

  /// An item of a queue, by its id, whatever has happened to the queue meanwhile.
  ///
  /// @param queue which one
  record Cancel(Queue queue, String item) implements PlanetOrder {}

  /// The item that has a place in a queue now.
  ///
  /// @param index 0 for the head
  record CancelAt(Queue queue, int index) implements PlanetOrder {}

  /// Ships through the jump gate of this moon to another of the same player.
  record Jump(long toMoon, SortedMap<String, Long> units) implements PlanetOrder {
    public Jump {
      units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
    }
  }

  /// The queues of a planet.
  enum Queue {
    /// Of buildings.
    BUILD,
    /// Of ships and defences.
    UNITS
  }
}
