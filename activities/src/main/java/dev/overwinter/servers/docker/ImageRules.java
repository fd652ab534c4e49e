package dev.overwinter.servers.docker;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which images a node runs (contract S-08): repositories and everything below them. Compared by
/// whole parts of the path, never by letters: `itzg/minecraft` does not allow `itzg/minecraftevil`.
///
/// @param allowed repositories; `*` allows every image
public record ImageRules(List<String> allowed) {
  private static final String ALL = "*";
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+(?:[._:-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

  /// What the bundled catalogue names, and our own.
  public static final ImageRules USUAL =
      new ImageRules(
          List.of(
              "overwinter",
              "busybox",
              "itzg/minecraft-server",
              "itzg/minecraft-bedrock-server",
              "lloesche/valheim-server",
              "wolveix/satisfactory-server",
              "factoriotools/factorio",
              "ghcr.io/pryaxis/tshock",
              "ghcr.io/luanti-org/luanti"));

  public ImageRules {
    allowed = allowed.stream().map(ImageRules::normal).toList();
    for (var rule : allowed) {
      if (!rule.equals(ALL) && !REPOSITORY.matcher(rule).matches()) {
        throw new IllegalArgumentException(
            "image: " + rule + " (expected: a repository such as itzg/minecraft-server, or *)");
      }
    }
  }

  /// Reads `overwinter/,itzg/minecraft-server`; empty means the usual.
  public static ImageRules parse(String text) {
    return text.isBlank()
        ? USUAL
        : new ImageRules(Pattern.compile(",").splitAsStream(text).map(String::strip).toList());
  }

  /// Whether an image is one of ours, which no registry has: whoever took that name there would
  /// otherwise choose what runs here.
  static boolean madeHere(String image) {
    return normal(repository(image)).startsWith("overwinter/");
  }

  /// Why an image may not run; empty when it may.
  Optional<String> objection(String image) {
    var repository = normal(repository(image));
    if (!allowed.contains(ALL) && !REPOSITORY.matcher(repository).matches()) {
      return Optional.of("its name cannot be read");
    }
    var good =
        allowed.stream()
            .anyMatch(rule ->
                rule.equals(ALL) || repository.equals(rule) || repository.startsWith(rule + "/"));
    return good ? Optional.empty() : Optional.of("this node does not allow it");
  }

  /// Without tag and digest.
  private static String repository(String image) {
    var at = image.indexOf('@');
    var named = at < 0 ? image : image.substring(0, at);
    var colon = named.lastIndexOf(':');
    return colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
  }

  /// The short name that everybody uses for what lies on Docker's own registry.
  private static String normal(String repository) {
    return repository
        .replaceFirst("/+$", "")
        .replaceFirst("^(?:index\\.)?docker\\.io/", "")
        .replaceFirst("^library/", "");
  }
}
