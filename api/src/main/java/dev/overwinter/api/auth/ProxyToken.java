package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/// Who may read routes: the proxies that share this installation's secret, which is compared in
/// constant time, and the proxy of each node, which is shown that node's routes only.
@Component
public class ProxyToken {
  private static final String NODE = ProxyToken.class.getName() + ".node";

  private final byte[] expected;
  private final NodeKeys keys;

  ProxyToken(Secrets secrets, NodeKeys keys) {
    this.expected = secrets.proxyToken().getBytes(StandardCharsets.UTF_8);
    this.keys = keys;
  }

  /// Lets a proxy in and remembers whose it is.
  boolean presentedBy(HttpServletRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (!TokenFilter.bearer(request) || header.length() > 300) {
      return false;
    }
    var secret = TokenFilter.secret(header);
    if (MessageDigest.isEqual(expected, secret.getBytes(StandardCharsets.UTF_8))) {
      return true;
    }
    var node = keys.proxy(secret);
    node.ifPresent(id -> request.setAttribute(NODE, id));
    return node.isPresent();
  }

  /// The node whose routes a request may see; empty for all.
  public static String node(HttpServletRequest request) {
    return request.getAttribute(NODE) instanceof String node ? node : "";
  }
}
