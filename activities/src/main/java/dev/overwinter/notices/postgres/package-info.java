/// Notices in PostgreSQL: what waits is written in the transaction of what it tells of
/// ([dev.overwinter.notices.postgres.Outbox]) and sent by what it says
/// ([dev.overwinter.notices.postgres.PostgresNoticeActivities]).
@NullMarked
package dev.overwinter.notices.postgres;

import org.jspecify.annotations.NullMarked;
