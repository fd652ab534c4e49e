/// What PostgreSQL keeps about servers: `db/migration/V1__servers.sql` is the contract with
/// readers.
///
/// All writers take the lock of the one row of `route_revision` first, so that revisions become
/// visible in their order and the route feed never skips a change.
@NullMarked
package dev.overwinter.servers.postgres;

import org.jspecify.annotations.NullMarked;
