/// A game for tests: what runs inside the container.
@NullMarked
package dev.overwinter.lab.acceptance.playtest;

import org.jspecify.annotations.NullMarked;
