/// Ships, defences and missiles of a planet. Pure. The queue itself is part of
/// [dev.overwinter.universe.planet.PlanetState], which delivers what is due.
@NullMarked
package dev.overwinter.universe.shipyard;

import org.jspecify.annotations.NullMarked;
