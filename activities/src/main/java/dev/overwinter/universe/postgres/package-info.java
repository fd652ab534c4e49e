/// What PostgreSQL keeps about universes: `db/migration/V7__universe.sql` is the contract with
/// readers.
///
/// Every command is one transaction ([Turn]) that locks first: players by id, planets by id, fleets
/// by due moment and number. Then it settles ([Settler]) what was due at the place, in the order of
/// due times, whoever would have come for it; then it does what was asked; and writes all of it
/// together with what sockets and inboxes are told. Whoever comes later finds it done.
@NullMarked
package dev.overwinter.universe.postgres;

import org.jspecify.annotations.NullMarked;
