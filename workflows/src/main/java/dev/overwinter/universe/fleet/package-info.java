/// Fleets: where they may go, when they are there, what they burn and carry. Pure.
///
/// | state of a [Flight] | means | leads to |
/// |---|---|---|
/// | `OUTBOUND` | on the way to its target | arrival: `HOLDING`, `RETURNING` or `OVER`, by its mission; recall: `RETURNING` |
/// | `HOLDING` | at its target for a while (expedition, defence, colony) | its time is over or recall: `RETURNING`; settled: `OVER` |
/// | `RETURNING` | on the way home | arrival: `OVER` |
/// | `OVER` | nothing of it is in space | - |
@NullMarked
package dev.overwinter.universe.fleet;

import org.jspecify.annotations.NullMarked;
