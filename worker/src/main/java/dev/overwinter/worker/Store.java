package dev.overwinter.worker;

import dev.overwinter.billing.postgres.PostgresLedgerActivities;
import dev.overwinter.nodes.workflow.NodeRecordActivities;
import dev.overwinter.servers.workflow.ServerRecordActivities;
import javax.sql.DataSource;

/// What a worker keeps in PostgreSQL.
///
/// @param database where
/// @param servers records of servers
/// @param nodes records of nodes
/// @param ledger accounts and their bookings
record Store(
    DataSource database,
    ServerRecordActivities servers,
    NodeRecordActivities nodes,
    PostgresLedgerActivities ledger) {}
