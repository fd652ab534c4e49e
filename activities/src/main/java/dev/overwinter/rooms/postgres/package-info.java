/// What PostgreSQL keeps about rooms: `db/migration/V8__rooms.sql` is the contract with readers.
///
/// A step of a room is one transaction that locks the room's row, so that events are committed, and
/// told, in their order. What nobody may see is sealed before it is written, and nothing of it is
/// in an event, an answer or an exception.
@NullMarked
package dev.overwinter.rooms.postgres;

import org.jspecify.annotations.NullMarked;
