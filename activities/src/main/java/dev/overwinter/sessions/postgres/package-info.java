/// What PostgreSQL keeps about sessions: `db/migration/V5__sessions.sql` and `V6` are the contract
/// with readers.
///
/// Whoever admits takes the lock of the one row of `session_admission` first, so that the counts
/// that it decides by stay true until it has inserted; whoever calls the provider takes that of
/// `session_budget`.
@NullMarked
package dev.overwinter.sessions.postgres;

import org.jspecify.annotations.NullMarked;
