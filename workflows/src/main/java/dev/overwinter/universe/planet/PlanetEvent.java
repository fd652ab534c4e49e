package dev.overwinter.universe.planet;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.overwinter.universe.Refusal;
import dev.overwinter.universe.Resource;
import java.time.Instant;

/// What happened on a planet, at its own moment, however late somebody looked.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = PlanetEvent.Built.class, name = "built"),
  @JsonSubTypes.Type(value = PlanetEvent.Dropped.class, name = "dropped"),
  @JsonSubTypes.Type(value = PlanetEvent.Delivered.class, name = "delivered"),
  @JsonSubTypes.Type(value = PlanetEvent.Learnt.class, name = "learnt"),
  @JsonSubTypes.Type(value = PlanetEvent.StorageFull.class, name = "storage_full"),
  @JsonSubTypes.Type(value = PlanetEvent.EnergyDeficit.class, name = "energy_deficit"),
})
public sealed interface PlanetEvent {

  /// When.
  Instant at();

  /// A level stands, or was taken down.
  ///
  /// @param number of the item; 0 for what needed none
  record Built(Instant at, long number, String building, int level, boolean down)
      implements PlanetEvent {}

  /// An item became head and could not be started; nothing was paid for it.
  record Dropped(Instant at, long number, String building, int level, Refusal why, String text)
      implements PlanetEvent {}

  /// All units of an item are there.
  record Delivered(Instant at, long number, String unit, long count, Instant queuedAt)
      implements PlanetEvent {}

  /// The planet uses what its owner has researched. Not news for people: research tells that
  /// itself, once.
  record Learnt(Instant at, String tech, int level) implements PlanetEvent {}

  /// A store is full, and production of it stops.
  ///
  /// @param capacity micro-units
  record StorageFull(Instant at, Resource resource, long capacity) implements PlanetEvent {}

  /// Mines get much too little energy.
  ///
  /// @param raw the share that there is
  /// @param applied the share that counts
  record EnergyDeficit(Instant at, double produced, double required, double raw, double applied)
      implements PlanetEvent {}
}
