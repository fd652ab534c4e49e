package dev.overwinter.servers.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which engine, and how ours is told from other people's on it.
///
/// @param node id of this node
/// @param host of the engine, for example `unix:///var/run/docker.sock`
/// @param installation id of this installation; label value on everything made
/// @param imageArchive image tar to load when a template's image is in it and not in the engine;
///   null when there is none
/// @param images which images may run here
/// @param sealKey file with the key that opens sealed values; null when this node has none
/// @param freezeAfter a game that has answered and then is silent for so long is frozen; zero when
///   nobody looks
public record DockerSettings(
    String node,
    String host,
    String installation,
    @Nullable Path imageArchive,
    ImageRules images,
    @Nullable Path sealKey,
    Duration freezeAfter) {
  /// How long a game may be silent, unless an operator says otherwise.
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(60);

  public DockerSettings {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(installation, "installation");
    Objects.requireNonNull(images, "images");
    if (freezeAfter.isNegative()) {
      throw new IllegalArgumentException("freezeAfter: " + freezeAfter + " (expected: >= 0)");
    }
  }

  /// The usual rules and no key.
  public DockerSettings(
      String node, String host, String installation, @Nullable Path imageArchive) {
    this(node, host, installation, imageArchive, ImageRules.USUAL, null, USUAL_PATIENCE);
  }

  /// What is ours on the engine.
  Scope scope() {
    return new Scope(installation, node);
  }
}
