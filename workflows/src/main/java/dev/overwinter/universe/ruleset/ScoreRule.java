package dev.overwinter.universe.ruleset;

import java.time.Duration;

/// Points, and whom they protect.
///
/// @param resourcesPerPoint how many units of what stands are one point
/// @param civilPercent how much of a civil ship counts as military
/// @param newbiePercent who has less than that of an attacker's points is protected; 0 for nobody
/// @param inactiveAfter when somebody counts as inactive, and is protected no longer
/// @param longInactiveAfter when as gone
/// @param leastVacation how long a vacation lasts at least
public record ScoreRule(
    long resourcesPerPoint,
    int civilPercent,
    int newbiePercent,
    Duration inactiveAfter,
    Duration longInactiveAfter,
    Duration leastVacation) {}
