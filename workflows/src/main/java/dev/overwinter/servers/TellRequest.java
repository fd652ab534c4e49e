package dev.overwinter.servers;

import java.util.Objects;

/// Somebody says a line to a running game.
///
/// @param serverId to which
/// @param line what; see [CommandLine]
/// @param by who, for the console and its readers
/// @param request what makes it this command: the same one is never said twice
public record TellRequest(String serverId, String line, String by, String request) {
  public TellRequest {
    Objects.requireNonNull(serverId, "serverId");
    Objects.requireNonNull(line, "line");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(request, "request");
  }
}
