package dev.overwinter.notices.postgres;

import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.News;
import java.time.Instant;

/// The delivery that a hook has next, and what it takes to send it.
///
/// @param hook whose
/// @param delivery its id
/// @param news what it says
/// @param format how
/// @param url sealed
/// @param secret sealed
/// @param attempts how often it was tried
/// @param failed how often the hook has failed since it last succeeded
/// @param queuedAt since when it waits
/// @param dueAt when it is to be tried
record Due(
    String hook,
    String delivery,
    News news,
    HookFormat format,
    String url,
    String secret,
    int attempts,
    int failed,
    Instant queuedAt,
    Instant dueAt) {}
