/// The technologies of a player. Pure. Research belongs to the player, is paid by the planet that
/// ordered it, and is known to all of their planets beforehand
/// ([dev.overwinter.universe.planet.PlanetState#techsAhead()]), so that each can be settled alone.
@NullMarked
package dev.overwinter.universe.research;

import org.jspecify.annotations.NullMarked;
