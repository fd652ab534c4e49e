/// Copies of worlds: what is kept of one, how long, and when the next is due.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `IN_PROGRESS` | a node writes it; nothing of it can be read yet | written, synced and named: `COMPLETE`; anything else: `FAILED` |
/// | `COMPLETE` | its archive lies in the store under its final name, with this checksum | removed by the retention rule, with its row |
/// | `FAILED` | there is no archive; the row says why | forgotten when newer ones have failed |
///
/// Those that were made because a server fell asleep are replaced by newer ones; one that somebody
/// asked for is never removed by the platform. What an archive is made of is said by [Archive].
@NullMarked
package dev.overwinter.backups;

import org.jspecify.annotations.NullMarked;
