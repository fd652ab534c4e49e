package dev.overwinter.servers;

import java.util.Objects;

/// One numbered word of a proxy about one server.
///
/// @param proxy which proxy
/// @param seq grows with every word of that proxy, also over its restarts
public record ProxyClaim(String proxy, long seq) {
  public ProxyClaim {
    Objects.requireNonNull(proxy, "proxy");
  }
}
