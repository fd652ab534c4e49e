/// The durable shell around [dev.overwinter.servers]: it waits, keeps timers and performs effects;
/// what happens next is decided by [dev.overwinter.servers.ServerRules] alone.
@NullMarked
package dev.overwinter.servers.workflow;

import org.jspecify.annotations.NullMarked;
