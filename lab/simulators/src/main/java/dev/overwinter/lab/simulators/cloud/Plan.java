package dev.overwinter.lab.simulators.cloud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What will become of a droplet, drawn when it is created. An absent instant never comes.
///
/// @param listedAt lists show it from here
/// @param activeAt the status becomes `active`
/// @param privateAt the private address is shown
/// @param publicAt the public address is shown
/// @param privateFirst whether the private address stands before the public one
/// @param lockedUntil destroys are refused before this
/// @param vanishesAt the placement has failed: from here it never existed, and costs nothing
public record Plan(
    Instant listedAt,
    @Nullable Instant activeAt,
    @Nullable Instant privateAt,
    @Nullable Instant publicAt,
    boolean privateFirst,
    @Nullable Instant lockedUntil,
    @Nullable Instant vanishesAt) {}
