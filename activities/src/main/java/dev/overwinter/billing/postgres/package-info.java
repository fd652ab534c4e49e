/// The ledger in PostgreSQL: `db/migration-billing/V1__ledger.sql` is the contract with readers,
/// and holds by itself, whoever writes, that nothing is changed, doubled or unbalanced.
@NullMarked
package dev.overwinter.billing.postgres;

import org.jspecify.annotations.NullMarked;
