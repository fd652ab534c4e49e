package dev.overwinter.lab.simulators.game;

import org.jspecify.annotations.Nullable;

/// What a game shall do from now on; absent fields stay as they are.
///
/// @param clients players that it reports; negative for as many as are really connected
/// @param beating whether it sends heartbeats
/// @param end whether it ends its own session now, once
public record GameWish(
    @Nullable Integer clients, @Nullable Boolean beating, @Nullable Boolean end) {}
