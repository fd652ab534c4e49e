package dev.overwinter.servers.docker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One place of a server, as the labels on its things say it.
///
/// @param serverId which server
/// @param generation which of its places, from 1
public record Spot(String serverId, int generation) {
  static Spot of(@Nullable Map<String, String> labels) {
    return new Spot(
        labels == null ? "" : labels.getOrDefault(Labels.SERVER, ""), Labels.generation(labels));
  }

  /// What its container is called.
  String name() {
    return Labels.name(serverId, generation);
  }
}
