/// Game sessions, each on a droplet of its own: never leaked, never handed out twice, never billed
/// by surprise.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `RESERVING` | tag, quota and idempotency key are being recorded; nothing costs anything yet | admitted: `CREATING`, or `STARTING` on a machine of somebody else; otherwise `REFUSED` |
/// | `CREATING` | a droplet is being asked for, under a tag and a name of this attempt alone | accepted: `BOOTING`; sold out: the next [Choice]; nobody knows: looked up, then the next attempt; no room, no attempts left: `ENDING` |
/// | `BOOTING` | accepted; it has no public IPv4 yet | usable: `STARTING`, or at once what follows that one when the game was heard already; vanished or too late: the next attempt or `ENDING` |
/// | `STARTING` | it has its address; the game has said nothing yet | first heartbeat: `READY`, or `WARM` when nobody has leased it; too late: the next attempt or `ENDING` |
/// | `WARM` | the game is up and waits for somebody | lease: `LEASING`; silent, recycled: `ENDING` |
/// | `LEASING` | somebody's quota and idempotency key are being recorded | admitted: `READY`; refused: `WARM` again |
/// | `READY` | somebody's, until its lease ends | heartbeats missing, empty for its grace, asked by its server: `ENDING`; lifetime, credits, asked: `DRAINING` while somebody plays, else `ENDING` |
/// | `DRAINING` | nobody joins any more; who plays may finish | empty, or its time is over: `ENDING` |
/// | `ENDING` | every droplet of every attempt is being destroyed, until `GET` says 404 | all gone: `ENDED`, `FAILED` or `LOST`, by what began it |
/// | `REFUSED` | it never was | - |
///
/// An order to end is accepted in every state. What was begun under an earlier attempt is a [Loose]
/// end: it is destroyed beside everything else, and a session is not over before its last one is.
///
/// Who pays: the house until a session is READY for somebody, its owner from then on until the
/// droplet is gone ([SessionMetering]). Heartbeats are rows; a workflow hears only what changes
/// ([HeartbeatFact#isNews]) and looks the last one up before it believes in silence.
@NullMarked
package dev.overwinter.sessions;

import org.jspecify.annotations.NullMarked;
