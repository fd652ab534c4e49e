/// What tells whoever stays: one connection that hears from PostgreSQL, and sockets that each have
/// a writer of their own. Knows nothing of what is told.
@NullMarked
package dev.overwinter.api.live;

import org.jspecify.annotations.NullMarked;
