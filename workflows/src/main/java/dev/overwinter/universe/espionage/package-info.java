/// What probes see, and whether they are seen.
@NullMarked
package dev.overwinter.universe.espionage;

import org.jspecify.annotations.NullMarked;
