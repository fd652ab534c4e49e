package dev.overwinter.sessions.digitalocean;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/// How DigitalOcean is reached, and what games on its droplets are told.
///
/// @param endpoint base of the API, without a path
/// @param token of the account; never printed
/// @param fleetTag every droplet of this installation bears it, and nothing without it is touched
/// @param games base URL where games send heartbeats
/// @param heartbeatEvery how often they do
public record OceanSettings(
    URI endpoint, String token, String fleetTag, URI games, Duration heartbeatEvery) {
  /// The real one.
  public static final URI DIGITALOCEAN = URI.create("https://api.digitalocean.com");

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_:-]{1,255}");
  private static final Pattern PLAIN = Pattern.compile("[!-&(-~]+");

  public OceanSettings {
    if (!TAG.matcher(fleetTag).matches()) {
      throw new IllegalArgumentException("fleetTag: " + fleetTag + " (expected: " + TAG + ")");
    }
    if (fleetTag.startsWith("ow-sess-")) {
      throw new IllegalArgumentException(
          "fleetTag: " + fleetTag + " (expected: none that looks like a session's)");
    }
    if (!PLAIN.matcher(token).matches()) {
      throw new IllegalArgumentException("token: (expected: ASCII without blanks)");
    }
    if (!PLAIN.matcher(games.toString()).matches() || games.getHost() == null) {
      throw new IllegalArgumentException("games: " + games + " (expected: http(s)://host:port)");
    }
    if (endpoint.getHost() == null) {
      throw new IllegalArgumentException(
          "endpoint: " + endpoint + " (expected: http(s)://host:port)");
    }
  }

  /// Whether droplets cost money.
  public boolean real() {
    return endpoint.getHost().equals(DIGITALOCEAN.getHost());
  }

  @Override
  public String toString() {
    return "%s, token ***, fleet %s, games report to %s every %ds"
        .formatted(endpoint, fleetTag, games, heartbeatEvery.toSeconds());
  }
}
