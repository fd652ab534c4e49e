package dev.overwinter.worker;

import dev.overwinter.billing.postgres.PostgresLedgerActivities;
import dev.overwinter.nodes.workflow.NodeRecordActivities;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.servers.workflow.KeptWorldActivities;
import dev.overwinter.servers.workflow.ServerRecordActivities;
import dev.overwinter.sessions.workflow.DropletActivities;
import dev.overwinter.sessions.workflow.SessionRecordActivities;
import dev.overwinter.universe.postgres.UniverseRecords;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// What a worker keeps in PostgreSQL.
///
/// @param database where
/// @param servers records of servers
/// @param keptWorlds records of worlds that outlive their servers
/// @param nodes records of nodes
/// @param ledger accounts and their bookings
/// @param sessions records of sessions
/// @param droplets what sessions run on
/// @param universe universes
/// @param rooms rooms; null without the keys that they are sealed with
record Store(
    DataSource database,
    ServerRecordActivities servers,
    KeptWorldActivities keptWorlds,
    NodeRecordActivities nodes,
    PostgresLedgerActivities ledger,
    SessionRecordActivities sessions,
    DropletActivities droplets,
    UniverseRecords universe,
    @Nullable RoomRecords rooms) {}
