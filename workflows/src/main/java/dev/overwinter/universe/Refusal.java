package dev.overwinter.universe;

/// Why an order is not accepted. Nothing has changed then, and nothing was charged.
public enum Refusal {
  UNKNOWN_BUILDING,
  UNKNOWN_RESEARCH,
  UNKNOWN_UNIT,
  /// Not on this kind of body.
  NOT_HERE,
  PREREQUISITES,
  NOT_ENOUGH_RESOURCES,
  NOT_ENOUGH_ENERGY,
  NOT_ENOUGH_FIELDS,
  QUEUE_FULL,
  FLEET_CAP,
  /// More of them than a planet, or its silo, may have.
  UNIT_LIMIT,
  LEVEL_LIMIT,
  /// It is being used by what is under way, or is under way itself.
  IN_USE,
  NO_SUCH_ITEM,
  /// There is no level to take down.
  NOT_BUILT,
  /// Something that stands needs it.
  NEEDED,
  COUNT,
  VACATION,
  COORDINATES,
  SAME_PLACE,
  MISSION,
  SPEED,
  NO_SHIPS,
  SHIPS_NOT_THERE,
  CANNOT_FLY,
  NOT_ENOUGH_FUEL,
  NOT_ENOUGH_CARGO,
  NO_FLEET_SLOT,
  NO_EXPEDITION_SLOT,
  PLANET_LIMIT,
  OCCUPIED,
  TARGET,
  PROTECTED,
  ARRIVED,
  UNION,
  NOT_IN_RANGE,
  NOT_READY,
  OFFER,
  /// As many of one player's offers stand as may at a time.
  OFFER_LIMIT,
  OFFER_NOT_OPEN,
  OWN_OFFER,
  NOT_YOURS,
  /// Vacation cannot begin or end now.
  VACATION_NOT_NOW
}
