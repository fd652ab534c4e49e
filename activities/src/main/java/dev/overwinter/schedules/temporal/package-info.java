/// Temporal's own Schedules, and the orders that runs send to servers.
@NullMarked
package dev.overwinter.schedules.temporal;

import org.jspecify.annotations.NullMarked;
