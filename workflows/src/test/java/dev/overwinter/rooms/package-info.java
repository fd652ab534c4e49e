/// What rooms promise, without Temporal.
@NullMarked
package dev.overwinter.rooms;

import org.jspecify.annotations.NullMarked;
