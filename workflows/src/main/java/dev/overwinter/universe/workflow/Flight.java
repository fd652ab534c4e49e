package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.FleetAnswer;

/// What came of an order to a fleet.
///
/// @param answer for who ordered
/// @param due its next event; nothing when it does not fly
public record Flight(FleetAnswer answer, Due due) {}
