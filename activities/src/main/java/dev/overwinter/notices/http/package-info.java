/// The way to receivers of notices: one request, to an address that was looked at before, bounded
/// in time and bytes. See `docs/decisions/0032-how-do-notices-arrive.md`.
@NullMarked
package dev.overwinter.notices.http;

import org.jspecify.annotations.NullMarked;
