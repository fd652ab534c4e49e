/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.planet;

import org.jspecify.annotations.NullMarked;
