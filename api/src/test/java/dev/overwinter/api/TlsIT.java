package dev.overwinter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.overwinter.platform.Platform;
import dev.overwinter.platform.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// The api with a certificate of its own.
final class TlsIT {
  @TempDir static Path files;

  private static TestCertificate first;
  private static TestCertificate second;
  private static Path certificate;
  private static Path key;
  private static ConfigurableApplicationContext api;
  private static int port;

  @BeforeAll
  static void start() throws IOException {
    first = TestCertificate.make(files, "first");
    second = TestCertificate.make(files, "second");
    certificate = files.resolve("api.crt");
    key = files.resolve("api.key");
    first.install(certificate, key);
    api = run(Map.of("SSL_CERTFILE", certificate.toString(), "SSL_KEYFILE", key.toString()));
    port = Integer.parseInt(api.getEnvironment().getRequiredProperty("local.server.port"));
  }

  private static ConfigurableApplicationContext run(Map<String, String> more) {
    var platform = Platform.shared();
    var config =
        Platform.config(0, files.resolve("secrets"), platform.database(), platform.target(), more);
    return ApiMain.application(config).run();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /// A connection that believes these certificates alone.
  private static SSLSocket connect(X509Certificate... believed) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < believed.length; i++) {
      store.setCertificateEntry("c" + i, believed[i]);
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    var parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    return socket;
  }

  /// Asks over a connection that stays open.
  private static List<String> ask(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    var lines = new ArrayList<String>();
    var in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    // The body is small and has come with its head, or follows at once: it is of no interest.
    int length =
        lines.stream()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: "))
            .mapToInt(line -> Integer.parseInt(line.substring(16).strip()))
            .findFirst()
            .orElse(0);
    assertThat(in.skip(length)).isEqualTo(length);
    return lines;
  }

  private static X509Certificate shown() throws Exception {
    try (var socket = connect(first.certificate(), second.certificate())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void speaksHttpsAndNothingElseAndSeesANewCertificateWithoutARestart() throws Exception {
    assertThat(shown()).isEqualTo(first.certificate());
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(20_000);
      assertThat(ask(plain).getFirst()).as("in the clear").startsWith("HTTP/1.1 400");
    }
    try (var open = connect(first.certificate())) {
      assertThat(ask(open).getFirst()).startsWith("HTTP/1.1 200");

      // One file alone, as after a copy that broke off: it would fit nobody.
      TestCertificate.replace(certificate, second.pem());
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(20))
          .until(() -> shown().equals(first.certificate()));

      TestCertificate.replace(key, second.key());
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> shown().equals(second.certificate()));
      assertThat(ask(open).getFirst())
          .as("who was connected before stays so")
          .startsWith("HTTP/1.1 200");
      assertThatThrownBy(() -> connect(first.certificate()).startHandshake())
          .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
    }
  }

  @Test
  void doesNotStartWithAKeyThatIsAnothers() throws Exception {
    var odd = files.resolve("odd.key");
    TestCertificate.replace(odd, TestCertificate.make(files, "odd").key());
    var own = files.resolve("own.crt");
    TestCertificate.replace(own, first.pem());
    assertThatThrownBy(
            () -> run(Map.of("SSL_CERTFILE", own.toString(), "SSL_KEYFILE", odd.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OVERWINTER_API_TLS")
        .hasMessageContaining("expected: the private key of the certificate");
    TestCertificate.replace(odd, "no key at all\n");
    assertThatThrownBy(
            () -> run(Map.of("SSL_CERTFILE", own.toString(), "SSL_KEYFILE", odd.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("odd.key");
  }
}
