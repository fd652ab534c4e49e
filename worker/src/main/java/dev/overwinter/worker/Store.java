package dev.overwinter.worker;

import dev.overwinter.billing.postgres.PostgresLedgerActivities;
import dev.overwinter.nodes.workflow.NodeRecordActivities;
import dev.overwinter.notices.postgres.NoticeRecords;
import dev.overwinter.rooms.postgres.RoomRecords;
import dev.overwinter.schedules.postgres.ScheduleRows;
import dev.overwinter.schedules.workflow.ScheduleRecordActivities;
import dev.overwinter.servers.workflow.ConsoleRecordActivities;
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
/// @param consoles what is said in consoles
/// @param nodes records of nodes
/// @param ledger accounts and their bookings
/// @param sessions records of sessions
/// @param droplets what sessions run on
/// @param universe universes
/// @param schedules records of schedules
/// @param scheduleRows what Temporal's own schedules are made from
/// @param rooms rooms; null without the keys that they are sealed with
/// @param notices what others are told of servers
record Store(
    DataSource database,
    ServerRecordActivities servers,
    KeptWorldActivities keptWorlds,
    ConsoleRecordActivities consoles,
    NodeRecordActivities nodes,
    PostgresLedgerActivities ledger,
    SessionRecordActivities sessions,
    DropletActivities droplets,
    UniverseRecords universe,
    ScheduleRecordActivities schedules,
    ScheduleRows scheduleRows,
    @Nullable RoomRecords rooms,
    NoticeRecords notices) {}
