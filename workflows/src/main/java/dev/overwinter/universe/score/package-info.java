/// Points, and whom they and absence protect. Pure.
@NullMarked
package dev.overwinter.universe.score;

import org.jspecify.annotations.NullMarked;
