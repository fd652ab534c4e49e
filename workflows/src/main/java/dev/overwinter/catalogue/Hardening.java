package dev.overwinter.catalogue;

import java.util.Objects;

/// How far a game's container is locked down beyond what every container of ours gets (all
/// capabilities dropped, no-new-privileges, own network, limits).
///
/// @param user `uid:gid` that the game runs as
/// @param readOnlyRoot whether the root file system is read-only; the world volume and `/tmp` stay
///   writable
/// @param egress whether the game may open connections to the outside (downloads, authentication)
public record Hardening(String user, boolean readOnlyRoot, boolean egress) {
  public Hardening {
    Objects.requireNonNull(user, "user");
  }
}
