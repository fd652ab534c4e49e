package dev.overwinter.proxy.minecraft;

import dev.overwinter.proxy.route.Route;
import dev.overwinter.proxy.wake.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// What the server list shows of a server whose game does not answer.
final class StatusText {
  /// Shown only by clients that disagree with the protocol we echo.
  static final String VERSION = "Overwinter";

  private static final String ICON = icon();

  private StatusText() {}

  /// The status answer. The client's own protocol is echoed, so that no client shows it in red.
  static String json(Route route, int protocol) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("version", Map.of("name", VERSION, "protocol", protocol));
    status.put("players", Map.of("max", route.view().maxPlayers(), "online", 0));
    status.put("description", Map.of("text", Wording.line(route)));
    status.put("favicon", ICON);
    return Json.write(status);
  }

  /// The state in lower case, a metrics label.
  static String label(Route route) {
    return route.state().name().toLowerCase(Locale.ROOT);
  }

  private static String icon() {
    try (var in = StatusText.class.getResourceAsStream("favicon.png")) {
      var png = Objects.requireNonNull(in, "favicon.png").readAllBytes();
      return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
