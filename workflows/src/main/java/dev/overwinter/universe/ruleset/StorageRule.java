package dev.overwinter.universe.ruleset;

import dev.overwinter.universe.Resource;

/// How much of a resource a planet holds; production stops there, and what comes from elsewhere
/// stays.
///
/// @param room in units, by the level of its building
/// @param bySize whether the planet's size changes it
public record StorageRule(Resource resource, String building, Curve room, boolean bySize) {}
