package dev.overwinter.api;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Who is at the other end. `X-Forwarded-For` and `-Proto` are whatever a stranger wrote, unless
/// the peer is the front that the operator named: then a request's address and scheme are the ones
/// that the front saw. The peer itself stays known beside them.
@Component
@Order(0)
public final class Peers implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {
  private static final String PEER = Peers.class.getName() + ".peer";
  private static final List<String> FORWARDED =
      List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded");

  private final List<String> trusted;

  Peers(ApiConfig config) {
    this.trusted = config.trustedProxies();
  }

  /// Whether a program on this machine asks for itself. What a front on this machine passes on does
  /// not count, named or not.
  public static boolean onThisMachine(HttpServletRequest request) {
    return request.getAttribute(PEER) instanceof String peer
        && peer.equals(request.getRemoteAddr())
        && InetAddress.ofLiteral(peer).isLoopbackAddress()
        && FORWARDED.stream().allMatch(name -> request.getHeader(name) == null);
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addEngineValves(new PeerValve());
    if (!trusted.isEmpty()) {
      var front = new RemoteIpValve();
      front.setInternalProxies(String.join(",", trusted));
      factory.addEngineValves(front);
    }
  }

  private static final class PeerValve extends ValveBase {
    PeerValve() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      request.setAttribute(PEER, request.getPeerAddr());
      getNext().invoke(request, response);
    }
  }
}
