package dev.overwinter.lab.simulators.game;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a game is told at its first boot.
///
/// @param url where heartbeats go, without `/server/heartbeat`
/// @param key secret of the signature
/// @param every time between two heartbeats
/// @param session sent along, of letters, digits and `_.:/-`; empty for none
public record UserData(URI url, String key, Duration every, String session) {
  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:export\\s+)?(OVERWINTER_[A-Z0-9_]+)=(.*)$");
  private static final Duration USUAL = Duration.ofSeconds(5);

  /// Reads a user data text. Of a name given twice the last one counts; quotes around a value are
  /// taken off.
  ///
  /// @return empty when the text names no URL or no key, or they cannot be used: such a droplet
  ///   runs nothing
  public static Optional<UserData> parse(String text) {
    var values = new HashMap<String, String>();
    text.lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .forEach(line -> values.put(line.group(1), unquoted(line.group(2).strip())));
    var key = values.getOrDefault("OVERWINTER_KEY", "");
    var url = url(values);
    if (url.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    var session = values.getOrDefault("OVERWINTER_SESSION", "");
    boolean plain = session.matches("[A-Za-z0-9_.:/-]*");
    return Optional.of(new UserData(url.get(), key, every(values), plain ? session : ""));
  }

  private static Optional<URI> url(Map<String, String> values) {
    try {
      var url = new URI(values.getOrDefault("OVERWINTER_URL", ""));
      boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return web && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Duration every(Map<String, String> values) {
    var seconds = values.getOrDefault("OVERWINTER_HEARTBEAT_SECONDS", "");
    return seconds.matches("[1-9]\\d{0,4}") ? Duration.ofSeconds(Long.parseLong(seconds)) : USUAL;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && (isBetween(value, "\"") || isBetween(value, "'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean isBetween(String value, String quote) {
    return value.startsWith(quote) && value.endsWith(quote);
  }
}
