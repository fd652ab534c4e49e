package dev.overwinter.universe.research;

import dev.overwinter.universe.PlanetId;
import dev.overwinter.universe.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One level that is being researched, or waits for that.
///
/// @param number of the item of its player, for good
/// @param level what it leads to
/// @param planet which planet ordered it and pays
/// @param paid what was paid so far: all of it, or nothing before it starts
/// @param start when it is head; null when that is only known then
/// @param end when it is done; null likewise
public record ResearchItem(
    long number,
    String tech,
    int level,
    PlanetId planet,
    Resources paid,
    @Nullable Instant start,
    @Nullable Instant end) {}
