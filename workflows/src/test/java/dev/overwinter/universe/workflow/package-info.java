/// Workflows of universes in skipped time.
@NullMarked
package dev.overwinter.universe.workflow;

import org.jspecify.annotations.NullMarked;
