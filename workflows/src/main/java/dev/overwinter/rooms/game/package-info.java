/// What a game of rooms is: pure functions over what lies on the table, and what each viewer sees
/// of that. A further game is a package beside `top10`, a subtype of [Table] and [GameView], and a
/// line in [Games].
@NullMarked
package dev.overwinter.rooms.game;

import org.jspecify.annotations.NullMarked;
