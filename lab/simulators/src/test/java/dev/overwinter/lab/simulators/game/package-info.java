/// The rules of `game`, from inside.
@NullMarked
package dev.overwinter.lab.simulators.game;

import org.jspecify.annotations.NullMarked;
