/// What probes see, whether they are seen, and how far a phalanx looks.
@NullMarked
package dev.overwinter.universe.espionage;

import org.jspecify.annotations.NullMarked;
