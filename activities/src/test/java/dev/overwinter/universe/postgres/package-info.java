/// What PostgreSQL keeps about universes, on a real PostgreSQL.
@NullMarked
package dev.overwinter.universe.postgres;

import org.jspecify.annotations.NullMarked;
