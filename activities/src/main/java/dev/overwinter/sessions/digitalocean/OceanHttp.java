package dev.overwinter.sessions.digitalocean;

import java.net.URI;
import java.time.Duration;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponseInterceptor;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/// Makes the one HTTP client that everything for DigitalOcean goes through.
final class OceanHttp {
  static final int CONNECTIONS = 32;
  static final Duration CONNECT = Duration.ofSeconds(5);
  static final Duration LEASE = Duration.ofSeconds(5);

  private OceanHttp() {}

  /// A client with limits and without retries of its own: Temporal owns those.
  ///
  /// @param silence how long a peer may say nothing
  static CloseableHttpClient client(OceanSettings settings, Duration silence) {
    var limits =
        RequestConfig.custom()
            .setConnectTimeout((int) CONNECT.toMillis())
            .setConnectionRequestTimeout((int) LEASE.toMillis())
            .setSocketTimeout((int) silence.toMillis())
            .build();
    HttpRequestInterceptor sending = (_, context) -> Exchange.sending(context);
    HttpResponseInterceptor answered = (response, _) -> Exchange.answered(response);
    var builder =
        HttpClients.custom()
            .setDefaultRequestConfig(limits)
            .setMaxConnTotal(CONNECTIONS)
            .setMaxConnPerRoute(CONNECTIONS)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .setUserAgent("overwinter")
            .addInterceptorLast(sending)
            .addInterceptorLast(answered);
    if (!settings.real()) {
      var route = route(settings.endpoint());
      builder.setRoutePlanner((_, _, _) -> route);
    }
    return builder.build();
  }

  private static HttpRoute route(URI endpoint) {
    var secure = "https".equals(endpoint.getScheme());
    int port = endpoint.getPort() < 0 ? secure ? 443 : 80 : endpoint.getPort();
    return new HttpRoute(
        new HttpHost(endpoint.getHost(), port, endpoint.getScheme()), null, secure);
  }
}
