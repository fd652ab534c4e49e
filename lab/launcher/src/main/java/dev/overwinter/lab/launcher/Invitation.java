package dev.overwinter.lab.launcher;

import dev.overwinter.lab.launcher.process.StartFailed;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody types who makes this machine a node.
///
/// @param api address of the platform's dashboard
/// @param token single-use
/// @param name how the node wants to be called
/// @param region may be empty
/// @param tags may be empty
/// @param certificate PEM, of a platform that this machine's authorities do not vouch for
record Invitation(
    URI api,
    String token,
    String name,
    String region,
    List<String> tags,
    Optional<Path> certificate) {

  private static final String USAGE =
      "join takes: <address of the dashboard> <token> [--name N] [--region R] [--tag T]..."
          + " [--certificate FILE]";

  /// Reads a command line.
  ///
  /// @throws StartFailed with the usage
  static Invitation parse(List<String> words) {
    if (words.size() < 2 || words.size() % 2 != 0) {
      throw new StartFailed(USAGE);
    }
    var name = hostName();
    var region = "";
    var tags = new java.util.ArrayList<String>();
    var certificate = Optional.<Path>empty();
    for (var i = 2; i < words.size(); i += 2) {
      var value = words.get(i + 1);
      switch (words.get(i)) {
        case "--name" -> name = value;
        case "--region" -> region = value;
        case "--tag" -> tags.add(value);
        case "--certificate" -> certificate = Optional.of(Path.of(value).toAbsolutePath());
        default -> throw new StartFailed(USAGE);
      }
    }
    return new Invitation(
        address(words.get(0)), words.get(1), name, region, List.copyOf(tags), certificate);
  }

  private static URI address(String text) {
    try {
      var uri = URI.create(text);
      if (List.of("http", "https").contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException notOne) {
      throw new StartFailed(text + " is no address (expected: http://host:8080)");
    }
    throw new StartFailed(text + " is no address (expected: http://host:8080)");
  }

  private static String hostName() {
    try {
      var name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
      return name.split("\\.", -1)[0];
    } catch (UnknownHostException e) {
      return "node";
    }
  }
}
