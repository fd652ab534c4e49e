/// Between a player's first word and the game: holds who has to wait, asks the workflow once for
/// all of them, and keeps the one rule that makes it certain that nobody who plays is cut off.
///
/// | this proxy has at the server | somebody joins | somebody leaves |
/// |---|---|---|
/// | nobody | asks with `wake`, which also claims the server | - |
/// | only people who wait | waits with them, nothing is sent | the last one: `playersLeft` |
/// | a claim that was answered | is relayed at once, nothing is sent | the last one: `playersLeft` |
///
/// A game that does not take a connection is asked about anew, unless it took another one just now:
/// then it is busy, and is tried again.
///
/// Datagrams make visits ([UdpVisit] has their phases). A visit that waits or plays is at the same
/// entrance as everybody else of its server; one that only asks is not.
@NullMarked
package dev.overwinter.proxy.wake;

import org.jspecify.annotations.NullMarked;
