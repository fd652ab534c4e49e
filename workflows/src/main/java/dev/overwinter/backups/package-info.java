/// Copies of worlds: what is kept of one, how long, and when the next is due.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `IN_PROGRESS` | a node writes it; nothing of it can be read yet | written, synced and named: `COMPLETE`; anything else: `FAILED` |
/// | `COMPLETE` | its archive lies in the store under its final name, with this checksum | removed by the retention rule, with its row; ordered gone: `REMOVING` |
/// | `FAILED` | there is no archive; the row says why | forgotten when newer ones have failed; ordered gone: `REMOVING` |
/// | `REMOVING` | somebody wants it gone: it is not offered any more | its archive is gone: forgotten |
///
/// Those that were made because a server fell asleep, or by a schedule, are replaced by newer ones
/// of their kind; one that somebody asked for goes only by somebody's order, and one that is locked
/// not even by that. What an archive is made of is said by [Archive].
@NullMarked
package dev.overwinter.backups;

import org.jspecify.annotations.NullMarked;
