/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.fleet;

import org.jspecify.annotations.NullMarked;
