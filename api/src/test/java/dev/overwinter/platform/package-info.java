/// The platform around the api in tests: real PostgreSQL, Temporal's own test server, the real
/// workflow and records, and a node that only pretends to run containers.
@NullMarked
package dev.overwinter.platform;

import org.jspecify.annotations.NullMarked;
