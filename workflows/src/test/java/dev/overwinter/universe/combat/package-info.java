/// What battles promise, held by tests.
@NullMarked
package dev.overwinter.universe.combat;

import org.jspecify.annotations.NullMarked;
