/// The process that remembers: polls Temporal and performs workflows and activities.
///
/// Two roles in one jar. `control` runs workflows and keeps records; `node` works on the Docker
/// engine of its host and polls that host's own queue. One process may have both. It starts in any
/// order with Temporal, PostgreSQL and Docker, and survives the restart of each.
@NullMarked
package dev.overwinter.worker;

import org.jspecify.annotations.NullMarked;
