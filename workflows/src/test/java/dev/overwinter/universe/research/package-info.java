/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.research;

import org.jspecify.annotations.NullMarked;
