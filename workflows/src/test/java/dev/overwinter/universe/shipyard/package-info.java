/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.shipyard;

import org.jspecify.annotations.NullMarked;
