/// Rooms for party games: who is in one, what they may do there, and what each of them sees.
///
/// Plain Java. [RoomRules] alone changes a [RoomState]; [RoomViews] alone says what somebody sees
/// of it, so that no path can tell more. Games are rule sets of their own
/// ([dev.overwinter.rooms.game.Game]).
///
/// A room is *open* until it is *over* (closed, or retired after a silence), and has a round or
/// none. A round ends when the next begins, when somebody ends it, when its game is played, or
/// exactly when its hour is over; the room stays.
@NullMarked
package dev.overwinter.rooms;

import org.jspecify.annotations.NullMarked;
