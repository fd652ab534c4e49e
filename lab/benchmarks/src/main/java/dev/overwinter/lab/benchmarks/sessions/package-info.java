/// Game sessions: what their requests take while the provider hangs, and what is left of a thousand
/// of them when everything dies now and then.
@NullMarked
package dev.overwinter.lab.benchmarks.sessions;

import org.jspecify.annotations.NullMarked;
