package dev.overwinter.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.durable.ApiTrust;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.Platform;
import dev.overwinter.lab.launcher.PlatformConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole platform whose api speaks HTTPS with a certificate that names no address: who calls it
/// on this machine believes it by that certificate alone, also after it was replaced.
final class TlsAcceptanceTest {
  @TempDir Path directory;

  private final List<String> news = new CopyOnWriteArrayList<>();

  private Path file(String name) {
    return directory.resolve(name);
  }

  /// The JDK makes the key and the certificate, the JDK's own tool writes one as PEM, we the other.
  private void certificate(String name) throws Exception {
    var store = file(name + ".p12");
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        tool,
        "-genkeypair",
        "-alias",
        "api",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=panel.example.org",
        "-validity",
        "1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        "of-this-test");
    run(
        tool,
        "-exportcert",
        "-rfc",
        "-alias",
        "api",
        "-keystore",
        store.toString(),
        "-storepass",
        "of-this-test",
        "-file",
        file(name + ".crt").toString());
    var keys = java.security.KeyStore.getInstance(store.toFile(), "of-this-test".toCharArray());
    var key = keys.getKey("api", "of-this-test".toCharArray()).getEncoded();
    Files.writeString(
        file(name + ".key"),
        "-----BEGIN PRIVATE KEY-----\n"
            + java.util.Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
    // Whoever runs the api has to be able to read it.
    assertThat(directory.toFile().setExecutable(true, false)).isTrue();
    assertThat(directory.toFile().setReadable(true, false)).isTrue();
  }

  private static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void install(String name) throws IOException {
    for (var kind : List.of(".key", ".crt")) {
      Files.copy(file(name + kind), file("draft"), StandardCopyOption.REPLACE_EXISTING);
      Files.move(file("draft"), file("api" + kind), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private HttpResponse<String> post(Platform platform, String path, String certificate)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(platform.api().resolve(path))
            .timeout(Duration.ofMinutes(2))
            .POST(BodyPublishers.noBody())
            .build();
    var context = ApiTrust.context(file(certificate));
    try (var client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  @Test
  void everybodyWhoCallsTheApiDoesSoByItsCertificate() throws Exception {
    certificate("first");
    certificate("second");
    install("first");
    var home = Files.createTempDirectory("ow-tls");
    assertThat(home.toFile().setExecutable(true, false)).isTrue();
    var config =
        PlatformConfig.forTest(Stage.ROOT, home)
            .withParts(
                EnumSet.of(
                    Part.POSTGRES,
                    Part.TEMPORAL,
                    Part.SIMULATOR,
                    Part.API,
                    Part.WORKER,
                    Part.PROXY))
            // Sessions run on droplets: no engine is needed, and none is touched.
            .with("OVERWINTER_WORKER_ROLES", "control")
            .with("OVERWINTER_GAME_FENCE", "off")
            .with("OVERWINTER_PROXY_BIND", "127.0.0.1")
            .with("SSL_CERTFILE", file("api.crt").toString())
            .with("SSL_KEYFILE", file("api.key").toString());
    try (var platform = Platform.start(config, news::add)) {
      assertThat(platform.api()).hasScheme("https");
      assertThat(plain(platform)).as("in the clear").isEqualTo(400);
      assertThatThrownBy(() -> post(platform, "/sessions/join?game_tag=A", "second.crt"))
          .as("the wrong certificate")
          .isInstanceOf(SSLHandshakeException.class);
      awaitRoutes(home, 1);

      // The game on the droplet is heard by HTTPS, or it would never be ready.
      var started = post(platform, "/sessions/start", "first.crt");
      assertThat(started.statusCode()).as(started.body()).isEqualTo(200);

      install("second");
      Awaitility.await("the new certificate")
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(500))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> post(platform, "/sessions/join?game_tag=A", "second.crt").statusCode() == 404);
      var again = post(platform, "/sessions/start", "second.crt");
      assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
      platform.process(Part.PROXY).killHard();
      platform.process(Part.API).killHard();
      platform.awaitHealthy();
      awaitRoutes(home, 2);
    }
  }

  /// The proxy has read its routes: it keeps them on disk then.
  private static void awaitRoutes(Path home, int times) {
    var kept = home.resolve("data/proxy/routes");
    Awaitility.await("routes, " + times)
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(kept));
    assertThat(kept.toFile().delete()).isTrue();
  }

  private static int plain(Platform platform) throws IOException, InterruptedException {
    var url = URI.create("http://127.0.0.1:" + platform.config().ports().api() + "/healthz");
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
