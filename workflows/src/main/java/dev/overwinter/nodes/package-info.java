/// The Docker hosts that servers run on: what they have, what is promised of it, whether they
/// answer.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `ONLINE` | its worker answers; new servers may be placed on it | silence: `UNKNOWN`; asked: `DRAINING` |
/// | `DRAINING` | in maintenance: nothing new is placed on it, empty servers sleep, nobody is cut off | ended: `ONLINE`; silence: `UNKNOWN` |
/// | `UNKNOWN` | its worker is silent; its games may well run, so nothing is concluded | answers: what it was; silent for its grace: `LOST` |
/// | `LOST` | silent for longer than its grace | answers: what it was |
/// | `RETIRED` | taken out of service for good | never |
@NullMarked
package dev.overwinter.nodes;

import org.jspecify.annotations.NullMarked;
