package dev.overwinter.api.live;

import dev.overwinter.api.ApiConfig;
import org.apache.tomcat.websocket.server.Constants;
import org.apache.tomcat.websocket.server.WsContextListener;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Sockets in the web server, thousands of them in a small heap: buffers are small, and what is
/// longer goes through them in parts.
@Configuration(proxyBeanMethods = false)
class LiveConfig {
  private static final String BUFFERS = "org.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE";

  /// Bytes. A socket has three of these: what comes in, text as bytes, what goes out.
  private static final String OF_A_SOCKET = "2048";

  /// Bytes. A connection has both of these, from its first byte to its last.
  private static final int READ = 2048;

  private static final int WRITTEN = 4096;

  /// After Spring's own, which set the number of connections too, and after what tells who is at
  /// the other end.
  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> liveConnections(
      Capacity capacity, ApiConfig config) {
    // Read once, when the first of its classes is.
    if (System.getProperty(BUFFERS) == null) {
      System.setProperty(BUFFERS, OF_A_SOCKET);
    }
    return factory -> {
      factory.addEngineValves(new HandshakeValve(Audience.wider(config)));
      factory.addConnectorCustomizers(connector -> {
        connector.setProperty("maxConnections", Integer.toString(capacity.connections()));
        connector.setProperty("socket.appReadBufSize", Integer.toString(READ));
        connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITTEN));
      });
      factory.addContextCustomizers(context -> {
        context.addParameter(
            Constants.TEXT_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM,
            Integer.toString(LiveSocket.PART));
        context.addParameter(
            Constants.BINARY_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM,
            Integer.toString(LiveSocket.PART));
        context.addApplicationListener(WsContextListener.class.getName());
      });
    };
  }
}
