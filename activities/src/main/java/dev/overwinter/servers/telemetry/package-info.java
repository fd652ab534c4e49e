/// What running games use and print, on its way to a dashboard.
///
/// Best effort by design: it decides nothing (contract L-08), and losing a minute of it loses no
/// player. [dev.overwinter.servers.docker.ContainerTelemetry] reads it from an engine, a
/// [TelemetrySink] keeps it.
@NullMarked
package dev.overwinter.servers.telemetry;

import org.jspecify.annotations.NullMarked;
