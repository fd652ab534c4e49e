/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe;

import org.jspecify.annotations.NullMarked;
