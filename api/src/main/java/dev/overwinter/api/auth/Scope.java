package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an API key may do. A login may do all of it.
public enum Scope {
  /// Look at what its owner may see.
  READ("see everything that you see"),
  /// Wake servers and send them to sleep.
  CONTROL("wake servers and send them to sleep"),
  /// Create, change and delete.
  MANAGE("create, change and delete"),
  /// What only admins may; of no use to others.
  ADMIN("what only admins may");

  private static final Pattern CONTROLS =
      Pattern.compile("/api/servers/[^/]+/(?:wake|hibernate|restart|kill|commands)");
  private static final Pattern SHARES =
      Pattern.compile(
          "/api/servers/[^/]+/(?:members|invitations|friend-link|webhook-token)|/api/invitations/"
              + "|/api/servers/[^/]+/hooks(?:/[^/]+(?:/secret)?)?$|/api/users|/api/signing-keys");
  private static final Pattern SPEAKS = Pattern.compile("/api/rooms/[^/]+/socket");
  private static final Set<String> SELF = Set.of("/api/me", "/auth/me");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private final String words;

  Scope(String words) {
    this.words = words;
  }

  /// In the API.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people.
  public String words() {
    return words;
  }

  /// A scope by its name in the API.
  public static Optional<Scope> of(String id) {
    return Stream.of(values()).filter(scope -> scope.id().equals(id)).findFirst();
  }

  static Set<Scope> all() {
    return EnumSet.allOf(Scope.class);
  }

  /// What a request needs; empty when no key may make it: keys open the API, and neither pages nor
  /// the account that they belong to.
  static Optional<Scope> needed(HttpServletRequest request) {
    var path = request.getRequestURI();
    // Over a room's socket everything is done that is done by POSTs below it.
    boolean read = READS.contains(request.getMethod()) && !SPEAKS.matcher(path).matches();
    if (SELF.contains(path)) {
      return read ? Optional.of(READ) : Optional.empty();
    }
    if (!path.startsWith("/api/") || path.startsWith("/api/account/")) {
      return Optional.empty();
    }
    if (read) {
      return Optional.of(READ);
    }
    if (SHARES.matcher(path).find()) {
      return Optional.empty(); // what a key gives away would outlive it
    }
    if (CONTROLS.matcher(path).matches()) {
      return Optional.of(CONTROL);
    }
    return Optional.of(path.startsWith("/api/servers") ? MANAGE : ADMIN);
  }
}
