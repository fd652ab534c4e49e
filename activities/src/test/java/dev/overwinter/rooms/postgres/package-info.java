@NullMarked
package dev.overwinter.rooms.postgres;

import org.jspecify.annotations.NullMarked;
