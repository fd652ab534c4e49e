/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.score;

import org.jspecify.annotations.NullMarked;
