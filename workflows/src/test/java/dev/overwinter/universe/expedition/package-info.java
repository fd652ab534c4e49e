/// What expeditions promise, held by tests.
@NullMarked
package dev.overwinter.universe.expedition;

import org.jspecify.annotations.NullMarked;
