/// Notices: what a server's people have told to other programs when something happens to it.
///
/// | word | means |
/// |---|---|
/// | news | something happened to a server; [NewsKind] says what |
/// | hook | where somebody wants to hear it, and which kinds ([HookUrl], [HookFormat]) |
/// | delivery | one news on its way to one hook; it has an id that stays, so that a receiver knows one that it has seen |
/// | attempt | one request of a delivery, and what came of it |
///
/// A delivery is `WAITING` until a receiver says 2xx (`DELIVERED`), nobody has for three days
/// (`GIVEN_UP`), or too many wait behind it (`DROPPED`). Those of one hook go one after the other,
/// in the order of the news; hooks do not wait for each other. Rules of what comes next are in
/// [DeliveryRules], of where it may go in [HookUrl] and [Addresses].
@NullMarked
package dev.overwinter.notices;

import org.jspecify.annotations.NullMarked;
