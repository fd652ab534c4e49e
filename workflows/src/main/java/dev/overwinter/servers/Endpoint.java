package dev.overwinter.servers;

import java.util.Objects;

/// Where a running game can be reached by the proxy of its host.
///
/// @param host address of the container on its own network
/// @param port port of the game
public record Endpoint(String host, int port) {
  public Endpoint {
    Objects.requireNonNull(host, "host");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1..65535)");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
