/// Schedules as workflows: a change, a run, and the look for what was missed; and what they need of
/// the outside.
@NullMarked
package dev.overwinter.schedules.workflow;

import org.jspecify.annotations.NullMarked;
