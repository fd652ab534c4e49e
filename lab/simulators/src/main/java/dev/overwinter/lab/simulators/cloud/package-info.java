/// The cloud itself: what exists, what it costs and what it refuses, without a word of HTTP.
///
/// A droplet's life is drawn once, when it is created, and kept with it as instants
/// ([dev.overwinter.lab.simulators.cloud.Plan]); what it is *now* is arithmetic on the clock.
/// Nothing has to run for it to become active, and a restart changes nothing.
///
/// | at | a GET shows | a list shows |
/// |---|---|---|
/// | created | `new`, no address | nothing until `listedAt` |
/// | `activeAt` | `active` | the same |
/// | `privateAt`, `publicAt` | the addresses, one by one | the same |
/// | `vanishesAt` | 404 | nothing |
/// | `destroyedAt` | 404 | the droplet until `unlistedAt` |
@NullMarked
package dev.overwinter.lab.simulators.cloud;

import org.jspecify.annotations.NullMarked;
