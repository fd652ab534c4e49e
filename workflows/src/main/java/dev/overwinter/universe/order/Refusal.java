package dev.overwinter.universe.order;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

/// Why an order is not carried out. Nothing has changed after any of them.
public enum Refusal {
  /// There is no such universe.
  UNKNOWN_UNIVERSE,
  /// There is no such player.
  UNKNOWN_PLAYER,
  /// There is no such planet.
  UNKNOWN_PLANET,
  /// The rules of this universe know no such building, research, unit, resource or mission.
  UNKNOWN_THING,
  /// There is no such item, fleet, offer, message, alliance or union (any more).
  NOT_FOUND,
  /// It is somebody else's.
  NOT_OWNER,
  /// A number is not one that makes sense here.
  INVALID,
  /// A coordinate that this universe does not have.
  INVALID_COORDINATES,
  /// It costs more than there is.
  INSUFFICIENT_RESOURCES,
  /// Something else has to be built or researched first.
  PREREQUISITE,
  /// The queue is as long as it may be.
  QUEUE_FULL,
  /// As many as there may be: ships, domes, planets, slots of a silo.
  LIMIT,
  /// What is needed for it is being changed itself.
  BUSY,
  /// The planet has no field left.
  NO_FIELDS,
  /// Another building or unit needs it as it is.
  IN_USE,
  /// The ships that were named are not there.
  NOT_ENOUGH_SHIPS,
  /// As many fleets fly as may at a time.
  NO_SLOT,
  /// These ships cannot carry so much.
  CARGO,
  /// There is not as much deuterium as the flight burns.
  FUEL,
  /// The mission cannot go there.
  TARGET,
  /// The other player is too weak, or too strong, to be attacked.
  PROTECTED,
  /// Who asks, or whom it concerns, is on vacation.
  VACATION,
  /// It does not fly, or has arrived already, or is on its way home.
  NOT_IN_FLIGHT,
  /// The offer is not open any more.
  NOT_OPEN,
  /// Nobody trades with themselves.
  SELF_TRADE,
  /// The coordinate is another planet's.
  OCCUPIED,
  /// No position of the system is free.
  SYSTEM_FULL,
  /// That was chosen already and is chosen once.
  ALREADY_CHOSEN,
  /// The name is another player's, or another alliance's.
  NAME_TAKEN,
  /// Who asks does not have the right to.
  NOT_ALLOWED,
  /// It may be done again later, not now.
  TOO_SOON,
  /// The key was used for another order.
  KEY_CONFLICT,
  /// One that a newer program knows and this one does not: the reason in words tells people.
  @JsonEnumDefaultValue
  OTHER
}
