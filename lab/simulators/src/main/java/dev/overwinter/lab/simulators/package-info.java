/// A DigitalOcean of our own, in a process of its own, for a platform without a token and for
/// tests.
///
/// | package | what |
/// |---|---|
/// | `cloud` | droplets and what they cost: plain rules over a clock |
/// | `faults` | what goes wrong, how often, repeatable by a seed |
/// | `store` | what survives a kill |
/// | `game` | what runs on a droplet: heartbeats, and a port to join |
/// | `http` | the API of the real one, and `/simulator/…` |
///
/// README.md beside this module says how to run it and what it does not do.
@NullMarked
package dev.overwinter.lab.simulators;

import org.jspecify.annotations.NullMarked;
