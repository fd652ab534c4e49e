/// The API of DigitalOcean as its own description has it, and `/simulator/…` beside it.
///
/// A request below `/v2` passes, in this order: the bearer token (401), the rate windows (429), the
/// faults that strike before anything is done, the endpoint, and the faults that strike after it.
/// Each request has a virtual thread of its own.
@NullMarked
package dev.overwinter.lab.simulators.http;

import org.jspecify.annotations.NullMarked;
