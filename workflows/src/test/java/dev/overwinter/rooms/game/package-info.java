/// What the games of rooms promise.
@NullMarked
package dev.overwinter.rooms.game;

import org.jspecify.annotations.NullMarked;
