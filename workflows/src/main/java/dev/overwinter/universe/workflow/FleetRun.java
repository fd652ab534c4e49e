package dev.overwinter.universe.workflow;

/// What a fleet's workflow begins with.
///
/// @param fleet its id
public record FleetRun(String fleet) {}
