package dev.overwinter.universe.postgres;

import dev.overwinter.universe.order.Refusal;

/// What the api tells players, by what a rule said.
final class Refusals {
  private Refusals() {}

  static Refusal of(dev.overwinter.universe.Refusal reason) {
    return switch (reason) {
      case UNKNOWN_BUILDING, UNKNOWN_RESEARCH, UNKNOWN_UNIT -> Refusal.UNKNOWN_THING;
      case NOT_HERE, PREREQUISITES, NOT_ENOUGH_ENERGY -> Refusal.PREREQUISITE;
      case NOT_ENOUGH_RESOURCES -> Refusal.INSUFFICIENT_RESOURCES;
      case NOT_ENOUGH_FIELDS -> Refusal.NO_FIELDS;
      case QUEUE_FULL -> Refusal.QUEUE_FULL;
      case FLEET_CAP, UNIT_LIMIT, LEVEL_LIMIT, PLANET_LIMIT, OFFER_LIMIT -> Refusal.LIMIT;
      case IN_USE -> Refusal.BUSY;
      case NO_SUCH_ITEM, NOT_BUILT, OFFER -> Refusal.NOT_FOUND;
      case NEEDED -> Refusal.IN_USE;
      case COUNT, SPEED, MISSION -> Refusal.INVALID;
      case VACATION -> Refusal.VACATION;
      case COORDINATES -> Refusal.INVALID_COORDINATES;
      case SAME_PLACE, TARGET, NOT_IN_RANGE, UNION -> Refusal.TARGET;
      case NO_SHIPS, SHIPS_NOT_THERE, CANNOT_FLY -> Refusal.NOT_ENOUGH_SHIPS;
      case NOT_ENOUGH_FUEL -> Refusal.FUEL;
      case NOT_ENOUGH_CARGO -> Refusal.CARGO;
      case NO_FLEET_SLOT, NO_EXPEDITION_SLOT -> Refusal.NO_SLOT;
      case OCCUPIED -> Refusal.OCCUPIED;
      case PROTECTED -> Refusal.PROTECTED;
      case ARRIVED -> Refusal.NOT_IN_FLIGHT;
      case NOT_READY, VACATION_NOT_NOW -> Refusal.TOO_SOON;
      case OFFER_NOT_OPEN -> Refusal.NOT_OPEN;
      case OWN_OFFER -> Refusal.SELF_TRADE;
      case NOT_YOURS -> Refusal.NOT_OWNER;
    };
  }
}
