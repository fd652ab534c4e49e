/// A planet: what it has, what it produces, what is being built on it. Pure.
///
/// [PlanetState] is settled at one moment; [PlanetRules#settle] carries it to a later one, piece by
/// piece:
///
/// | what ends a piece | computed from |
/// |---|---|
/// | an item of the building queue, of the shipyard, or research of the owner is due | its time |
/// | a store is full | stock, room, rate |
/// | the last deuterium is burnt | stock, rate |
/// | a unit that gives energy is delivered | its time |
///
/// Within a piece rates are whole micro-units an hour and remainders are kept, so that any number
/// of readings in between leave the same stock. At equal times production comes before what is due,
/// and what is due comes in the order: research, building, shipyard.
@NullMarked
package dev.overwinter.universe.planet;

import org.jspecify.annotations.NullMarked;
