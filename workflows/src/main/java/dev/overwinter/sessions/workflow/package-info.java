/// The durable shell around [dev.overwinter.sessions]: it waits, keeps timers and performs effects;
/// what happens next is decided by [dev.overwinter.sessions.SessionRules],
/// [dev.overwinter.sessions.PoolRules] and [dev.overwinter.sessions.ReconcileRules] alone.
@NullMarked
package dev.overwinter.sessions.workflow;

import org.jspecify.annotations.NullMarked;
