/// Tests of sessions that need a real PostgreSQL.
@NullMarked
package dev.overwinter.sessions.postgres;

import org.jspecify.annotations.NullMarked;
