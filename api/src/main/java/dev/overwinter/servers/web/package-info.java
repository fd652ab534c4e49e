/// Game servers as REST, as pages, and as the route feed of the proxies.
///
/// Reads are SQL on the tables that the worker writes ([ServerReads]); orders are Updates on the
/// server's workflow ([ServerOrders]); what changed is heard by `LISTEN` ([Changes]) and pushed to
/// browsers and long polls. `state` in every answer is our own word; `seed_state` is the word of
/// the older API for the same thing:
///
/// | state | seed_state |
/// |---|---|
/// | `ASLEEP`, `FAILED` | `SLEEPING` |
/// | `CREATING`, `WAKING` | `STARTING` |
/// | `AWAKE` | `RUNNING` |
/// | `HIBERNATING`, `DELETING` | `STOPPING` |
@NullMarked
package dev.overwinter.servers.web;

import org.jspecify.annotations.NullMarked;
