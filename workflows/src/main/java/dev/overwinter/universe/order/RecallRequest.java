package dev.overwinter.universe.order;

/// Calls a fleet back.
///
/// @param player who asks
/// @param fleet which
public record RecallRequest(long player, String fleet) {}
