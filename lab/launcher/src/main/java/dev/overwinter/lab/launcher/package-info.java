/// Starts and supervises every process of one machine: what `./overwinter up` runs, and what
/// acceptance tests drive.
///
/// [dev.overwinter.lab.launcher.Platform] starts the parts in the order of
/// [dev.overwinter.lab.launcher.Part], each an operating-system process of its own, and stops them
/// so that nobody loses what it needs to stop well:
///
/// | order | start | stop |
/// |---|---|---|
/// | 1 | Docker (when nobody else runs one), PostgreSQL, Temporal, the simulator of DigitalOcean (when there is no token of it) | api |
/// | 2 | api, worker, proxy | proxy |
/// | 3 | | worker |
/// | 4 | | game containers of this installation |
/// | 5 | | the simulator, Temporal, PostgreSQL, Docker |
///
/// Children outlive a killed launcher; the next one adopts those that still fit and stops the
/// others.
@NullMarked
package dev.overwinter.lab.launcher;

import org.jspecify.annotations.NullMarked;
