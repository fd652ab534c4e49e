package dev.overwinter.universe.planet;

import dev.overwinter.universe.Resources;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One level that is being built or taken down, or waits for that.
///
/// @param number of the item on its planet, for good
/// @param level what it leads to
/// @param down whether a level is taken down
/// @param paid what was paid so far: all of it, or nothing before it starts
/// @param start when it is head; null when that is only known then
/// @param end when it is done; null likewise
public record BuildItem(
    long number,
    String building,
    int level,
    boolean down,
    Resources paid,
    @Nullable Instant start,
    @Nullable Instant end) {}
