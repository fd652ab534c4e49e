/// The process that people and programs talk to: REST, dashboard, route feed.
///
/// It reads PostgreSQL and sends orders to workflows as Temporal Updates; it never writes what a
/// workflow owns. What is its own (accounts, tokens, audit, accepted requests) lives in the
/// migrations `db/migration-api`. It starts without PostgreSQL, Temporal or worker: `/healthz`
/// answers early, `/actuator/health/readiness` when reads work, and orders answer 503 until
/// Temporal does.
@NullMarked
package dev.overwinter.api;

import org.jspecify.annotations.NullMarked;
