/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.market;

import org.jspecify.annotations.NullMarked;
