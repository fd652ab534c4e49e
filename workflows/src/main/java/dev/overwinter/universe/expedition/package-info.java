/// What fleets meet where there is no planet.
@NullMarked
package dev.overwinter.universe.expedition;

import org.jspecify.annotations.NullMarked;
