/// What the universe promises, held by tests.
@NullMarked
package dev.overwinter.universe.ruleset;

import org.jspecify.annotations.NullMarked;
