package dev.overwinter.api.auth;

import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.Peers;
import dev.overwinter.api.SignInConfig;
import jakarta.servlet.http.HttpServletRequest;

/// Who may come by the doors for developers. They need no key, so they are narrow.
public final class Developers {
  private Developers() {}

  /// Whether a program or a browser of this machine asks, by one of this machine's own names: a
  /// front can stand on loopback, and a foreign name can lead here.
  public static boolean mayEnter(ApiConfig config, HttpServletRequest request) {
    return config.signIn().development()
        && Peers.onThisMachine(request)
        && SignInConfig.isLoopback(request.getServerName().replaceAll("[\\[\\]]", ""));
  }
}
