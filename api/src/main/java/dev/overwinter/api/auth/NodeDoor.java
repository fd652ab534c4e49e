package dev.overwinter.api.auth;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;

/// Where nodes report: each is known by its telemetry secret.
public final class NodeDoor {
  private static final String NODE = NodeDoor.class.getName() + ".node";

  private NodeDoor() {}

  static boolean open(HttpServletRequest request, NodeKeys keys) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (!TokenFilter.bearer(request) || header.length() > 300) {
      return false;
    }
    var node = keys.telemetry(TokenFilter.secret(header));
    node.ifPresent(id -> request.setAttribute(NODE, id));
    return node.isPresent();
  }

  /// The node that makes a request which was let in.
  public static String node(HttpServletRequest request) {
    if (request.getAttribute(NODE) instanceof String node) {
      return node;
    }
    throw new IllegalStateException("not behind the nodes' door");
  }
}
