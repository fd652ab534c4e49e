package dev.overwinter.lab.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.overwinter.lab.launcher.parts.Secrets;
import dev.overwinter.lab.launcher.process.StartFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A platform that speaks HTTPS with a certificate which no authority knows, and a node to be.
class JoiningByTlsIT {
  private static final String WELCOME =
      """
      {"node": "n-2", "temporal_target": "127.0.0.2:7233", "temporal_namespace": "default",
       "proxy_token": "p-secret", "telemetry_token": "t-secret", "installation": "home1",
       "seal_key": "s-secret"}
      """;
  private static final String PASSWORD = "of-this-test";

  @TempDir Path home;
  @TempDir Path files;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpsServer api;

  @BeforeEach
  void listen() throws Exception {
    var store = files.resolve("api.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=panel",
        "-validity",
        "1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString());
    keytool("-exportcert", "-rfc", "-keystore", store.toString(), "-file", certificate());
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    api = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.setHttpsConfigurator(new HttpsConfigurator(context));
    api.createContext(
        "/api/nodes/join",
        exchange -> {
          try (exchange) {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            var body = WELCOME.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    api.start();
  }

  @AfterEach
  void close() {
    api.stop(0);
  }

  private static void keytool(String... words) throws IOException, InterruptedException {
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var command =
        Stream.of(List.of(tool), List.of(words), List.of("-alias", "api", "-storepass", PASSWORD))
            .flatMap(List::stream)
            .toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private String certificate() {
    return files.resolve("api.crt").toString();
  }

  private PlatformConfig config() {
    return PlatformConfig.forTest(Checkout.find(), home);
  }

  private Membership join(String... options) throws IOException, InterruptedException {
    var url = URI.create("https://127.0.0.1:" + api.getAddress().getPort());
    var words = Stream.concat(Stream.of(url.toString(), "t0ken"), Stream.of(options)).toList();
    return Joining.join(config(), Invitation.parse(words));
  }

  @Test
  void whomNothingVouchesForIsNotGivenTheToken() {
    assertThatThrownBy(() -> join())
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("cannot be believed")
        .hasMessageContaining("--certificate FILE");
    assertThat(asked).hasValue(0);
    assertThat(Membership.of(home)).isEmpty();
    assertThatThrownBy(() -> join("--certificate", files.resolve("none.crt").toString()))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("none.crt");
  }

  @Test
  void theCertificateThatWasGivenIsKeptForWhatTheNodeRuns() throws Exception {
    var joined = join("--certificate", certificate());
    assertThat(asked).hasValue(1);
    var kept = home.resolve("secrets/api-certificate");
    assertThat(kept).hasSameTextualContentAs(Path.of(certificate()));

    var words =
        new Environments(
            config().ofNode(),
            new Secrets(home.resolve("secrets")),
            "home1",
            "127.0.0.2:7233",
            "default",
            "",
            joined);
    assertThat(words.proxy())
        .containsEntry("OVERWINTER_PROXY_API_URL", joined.api().toString())
        .containsEntry("OVERWINTER_PROXY_API_CERTIFICATE", kept.toString());
    assertThat(words.worker(null))
        .containsEntry("OVERWINTER_WORKER_API_URL", joined.api().toString())
        .containsEntry("OVERWINTER_WORKER_API_CERTIFICATE", kept.toString());
  }

  @Test
  void aPlatformIsCalledAsItSpeaks() {
    assertThat(ApiAddress.of(config()).url()).hasScheme("http");
    var named = config().with("SSL_CERTFILE", certificate());
    assertThat(ApiAddress.of(named).url()).hasScheme("https").hasHost("127.0.0.1");
    assertThat(ApiAddress.shown(named)).isEqualTo(ApiAddress.of(named).url());
    assertThat(ApiAddress.shown(named.with("OVERWINTER_API_PUBLIC_URL", "https://panel.example")))
        .isEqualTo(URI.create("https://panel.example"));
    assertThat(DigitalOcean.of(named).wordsOfWorker().values())
        .contains("https://127.0.0.1:" + named.ports().api());
    assertThat(Files.exists(home.resolve("secrets"))).isFalse();
  }
}
