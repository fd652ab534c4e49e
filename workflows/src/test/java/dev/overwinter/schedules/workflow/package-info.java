/// Runs of schedules on a Temporal that skips time.
@NullMarked
package dev.overwinter.schedules.workflow;

import org.jspecify.annotations.NullMarked;
