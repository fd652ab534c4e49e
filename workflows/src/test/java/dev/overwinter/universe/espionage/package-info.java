/// What espionage promises, held by tests.
@NullMarked
package dev.overwinter.universe.espionage;

import org.jspecify.annotations.NullMarked;
