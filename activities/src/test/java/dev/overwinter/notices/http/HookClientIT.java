package dev.overwinter.notices.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.notices.HookFormat;
import dev.overwinter.notices.HookUrl;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against receivers on real sockets, good and bad.
@Timeout(60)
final class HookClientIT {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final News NEWS =
      new News("7f3k", "row/7", NewsKind.READY, NOW, "Friday @everyone", "lobby", "");
  private static final SSLSocketFactory USUAL = (SSLSocketFactory) SSLSocketFactory.getDefault();

  private final Receiver receiver = Receiver.plain();

  @AfterEach
  void close() {
    receiver.close();
  }

  private Answer post() throws InterruptedException {
    return post(Duration.ofSeconds(5), "/hook/token?x=1");
  }

  private Answer post(Duration patience, String path) throws InterruptedException {
    var url = HookUrl.parse("http://127.0.0.1:" + receiver.port() + path, true);
    return new HookClient(true, patience, USUAL)
        .post(
            url, Message.of(HookFormat.WEBHOOK, "d1", NEWS, "whsec", NOW), "whsec", "/hook/token");
  }

  @Test
  void sendsOneSignedRequest() throws Exception {
    assertThat(post().status()).isEqualTo(204);
    var request = receiver.requests().getFirst();
    assertThat(request)
        .startsWith("POST /hook/token?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + receiver.port() + "\r\n")
        .contains("X-Overwinter-Delivery: d1\r\n")
        .contains("X-Overwinter-Event: ready\r\n")
        .contains("Content-Type: application/json\r\n");
    var body = request.split("\r\n\r\n", 2)[1];
    assertThat(body)
        .isEqualTo(
            "{\"delivery\":\"d1\",\"event\":\"ready\",\"at\":\"2026-11-23T12:00:00Z\",\"server\":"
                + "{\"id\":\"7f3k\",\"name\":\"Friday @everyone\",\"game\":\"lobby\"},"
                + "\"detail\":\"\",\"text\":\"Friday @everyone is ready\"}");
    var seconds = NOW.getEpochSecond();
    assertThat(request)
        .contains("X-Overwinter-Signature: t=" + seconds + ",v1=" + openssl(seconds + "." + body));
  }

  /// What somebody else's program makes of the same bytes.
  private static String openssl(String signed) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", "whsec", "-hex").start();
    try (var in = process.getOutputStream()) {
      in.write(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip().replaceFirst(".*= ", "");
  }

  @Test
  void discordIsToldWithoutMentions() throws Exception {
    var message = Message.of(HookFormat.DISCORD, "d1", NEWS, "", NOW);
    assertThat(message.body())
        .contains("\"title\":\"Friday \\\\@everyone is ready\"")
        .contains("\"allowed_mentions\":{\"parse\":[]}")
        .contains("\"timestamp\":\"2026-11-23T12:00:00Z\"");
    assertThat(message.headers()).isEmpty();
  }

  @Test
  void followsNoRedirect() throws Exception {
    try (var elsewhere = Receiver.plain()) {
      receiver.answers(
          Receiver.with(
              "HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:"
                  + elsewhere.port()
                  + "/\r\nContent-Length: 0\r\n\r\n"));
      assertThat(post().status()).isEqualTo(307);
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void hearsHowLongItIsToWait() throws Exception {
    for (var said : List.of("7", "7.0")) {
      receiver.answers(Receiver.with("HTTP/1.1 429 No\r\nretry-after: " + said + "\r\n\r\n"));
      assertThat(post().retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
    receiver.answers(
        Receiver.with("HTTP/1.1 503 No\r\nRetry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n\r\n"));
    assertThat(post().retryAfter()).isGreaterThan(Duration.ofDays(365));
    receiver.answers(Receiver.with("HTTP/1.1 503 No\r\nRetry-After: soon\r\n\r\n"));
    assertThat(post().retryAfter()).isZero();
  }

  @Test
  void showsTheBeginningOfTheAnswerWithoutSecrets() throws Exception {
    var answered =
        """
        HTTP/1.1 100 Go on

        HTTP/1.1 400 No
        Transfer-Encoding: chunked

        1b
        no: whsec at /hook/token \u0007!
        0

        """;
    receiver.answers(Receiver.with(answered.replace("\n", "\r\n")));
    var answer = post();
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.said()).isEqualTo("no: *** at ***  !");
  }

  @Test
  @Tag("S-10")
  void aSlowReceiverIsLeftInTime() throws Exception {
    receiver.answers(out -> {
      for (var letter :
          "HTTP/1.1 200 OK".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
        out.write(letter);
        out.flush();
        Thread.sleep(50);
      }
    });
    var answer = post(Duration.ofSeconds(1), "/");
    assertThat(answer.status()).isZero();
    assertThat(answer.said()).isEqualTo("no answer within 1 s");
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  @Tag("S-10")
  void aHugeAnswerIsNotRead() throws Exception {
    receiver.answers(out -> {
      out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      for (var i = 0; i < 100_000; i++) {
        out.write(new byte[10_000]);
      }
    });
    var answer = post();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.said().length()).isLessThanOrEqualTo(200);
    assertThat(answer.took()).isLessThan(Duration.ofSeconds(3));
    receiver.answers(out -> {
      out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      for (var i = 0; i < 100_000; i++) {
        out.write(new byte[10_000]);
      }
    });
    assertThat(post().said()).isEqualTo("its answer has too long a head");
  }

  @Test
  void saysWhatIsWrongWithAReceiver() throws Exception {
    receiver.answers(Receiver.with("SSH-2.0-OpenSSH_9.2\r\n"));
    assertThat(post().said()).isEqualTo("it does not answer in HTTP/1.1");
    receiver.answers(out -> {});
    assertThat(post().said()).isEqualTo("it closed the connection without an answer");
    receiver.close();
    assertThat(post().status()).isZero();
    var nowhere = HookUrl.parse("https://nowhere.invalid/", true);
    var answer =
        new HookClient(true, Duration.ofSeconds(8), USUAL)
            .post(nowhere, Message.of(HookFormat.WEBHOOK, "d1", NEWS, "s", NOW));
    assertThat(answer.status()).isZero();
  }

  @Test
  @Tag("S-10")
  void reachesNothingThatIsNotPublic() throws Exception {
    var careful = new HookClient(false, Duration.ofSeconds(5), USUAL);
    // A name that a stricter look at the text did not see through.
    for (var host : List.of("localhost", "127.0.0.1", "::1", "::ffff:127.0.0.1")) {
      var url = new HookUrl(false, host, receiver.port(), "/");
      var answer = careful.post(url, Message.of(HookFormat.WEBHOOK, "d1", NEWS, "s", NOW));
      assertThat(answer.status()).isZero();
      assertThat(answer.said()).isEqualTo("its host has no public address");
    }
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void speaksTlsOnlyWithWhomItIsLookingFor(@TempDir Path dir) throws Exception {
    var store = keys(dir);
    try (var secured = new Receiver(listening(store))) {
      var message = Message.of(HookFormat.WEBHOOK, "d1", NEWS, "s", NOW);
      var trusting = new HookClient(true, Duration.ofSeconds(5), trusting(store));
      assertThat(trusting.post(url("localhost", secured), message).status()).isEqualTo(204);
      assertThat(trusting.post(url("127.0.0.1", secured), message).status())
          .as("another name than that of its certificate")
          .isZero();
      var usual = new HookClient(true, Duration.ofSeconds(5), USUAL);
      assertThat(usual.post(url("localhost", secured), message).status())
          .as("nobody vouches for it")
          .isZero();
      assertThat(secured.requests()).hasSize(1);
    }
  }

  private static HookUrl url(String host, Receiver at) {
    return HookUrl.parse("https://" + host + ":" + at.port() + "/", true);
  }

  private static KeyStore keys(Path dir)
      throws IOException, InterruptedException, GeneralSecurityException {
    var file = dir.resolve("keys.p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    return store;
  }

  private static java.net.ServerSocket listening(KeyStore store)
      throws GeneralSecurityException, IOException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress());
  }

  private static SSLSocketFactory trusting(KeyStore store) throws GeneralSecurityException {
    var whom = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    whom.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, whom.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
