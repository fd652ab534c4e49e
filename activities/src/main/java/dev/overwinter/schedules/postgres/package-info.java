/// Schedules and their runs in PostgreSQL.
@NullMarked
package dev.overwinter.schedules.postgres;

import org.jspecify.annotations.NullMarked;
