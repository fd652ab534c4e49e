package dev.overwinter.sessions.web;

import static dev.overwinter.sessions.web.OlderStage.SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Nonsense of every kind, byte by byte as no well-behaved client would send it.
final class OlderFuzzIT {
  private static final OlderStage STAGE = OlderStage.shared();
  private static final int REQUESTS = 1_500;
  private static final List<String> METHODS =
      List.of("POST", "POST", "POST", "POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "BREW");
  private static final List<String> PATHS =
      List.of(
          "/sessions/start",
          "/sessions/join",
          "/server/end",
          "/server/heartbeat",
          "/server/heartbeat",
          "/server/heartbeat",
          "/server/end",
          "/server/%65nd",
          "/sessions/join/",
          "/server/%ff",
          "/server/%zz",
          "/server/..",
          "/");
  private static final List<String> QUERIES =
      List.of(
          "",
          "game_tag=",
          "game_tag=4F2A9C",
          "game_tag=%00",
          "game_tag=%ff%fe",
          "game_tag=%",
          "=&&=",
          "droplet_ip=10.0.0.3",
          "droplet_ip=",
          "droplet_ip=%zz",
          "droplet_ip=999.1.1.1",
          "droplet_ip=10.0.0.3&session=ow-sess-x-a99999999999",
          "droplet_ip=::1",
          "session=%27;drop",
          "a[]=1&droplet_ip=1.2.3.4&droplet_ip=5.6.7.8");
  private static final List<String> VALUES =
      List.of(
          "0",
          "-1",
          "7",
          "\"7\"",
          "1.5",
          "1e400",
          "-1e999999999",
          "99999999999999999999999999",
          "9223372036854775808",
          "true",
          "null",
          "[]",
          "{}",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "9".repeat(5_000) + "\"",
          "\"1_0\"",
          "\"10.0.0.3\"",
          "NaN",
          "0x10",
          "\"\"",
          "\"ow-sess-4f2a9c-k3j9x2m1-a1\"",
          "\"ow-sess-4f2a9c-k3j9x2m1-a9999999999\"");
  private static final List<String> FIELDS =
      List.of("droplet_ip", "connected_clients", "session", "droplet_id", "reset_ready", "\\u0000");

  @BeforeAll
  static void open() {
    STAGE.open();
  }

  @AfterAll
  static void close() {
    STAGE.closed();
  }

  @Test
  @Tag("SES-29")
  void nonsenseIsTheSendersFaultAndNeverOurs() throws IOException {
    long seed = Instant.now().toEpochMilli();
    var random = new Random(seed);
    var counted = new TreeMap<Integer, Integer>();
    for (int i = 0; i < REQUESTS; i++) {
      var request = request(random);
      int status = status(request);
      counted.merge(status, 1, Integer::sum);
      assertThat(status)
          .as(
              "request %d of seed %d:\n%s",
              i, seed, new String(request, StandardCharsets.ISO_8859_1))
          .isBetween(200, 499);
    }
    assertThat(counted.keySet())
        .as("it came as far as fields, signatures and sessions: %s", counted)
        .contains(401, 404, 405, 422);
  }

  private static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] request(Random random) throws IOException {
    var method = any(random, METHODS);
    var path = any(random, PATHS);
    var query = any(random, QUERIES);
    var body = body(random);
    var out = new ByteArrayOutputStream();
    write(out, method + " " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
    write(out, "Host: api\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n");
    // Everybody is somebody else: none of this is refused for being too much.
    write(
        out, "X-Forwarded-For: 203.0." + random.nextInt(256) + "." + random.nextInt(256) + "\r\n");
    write(out, "X-Forwarded-Proto: http\r\n");
    if (random.nextInt(5) > 0) {
      write(out, "Content-Type: " + type(random) + "\r\n");
    }
    signature(random, out, method, path.replace("%65", "e"), query, body);
    write(out, "\r\n");
    out.write(body);
    return out.toByteArray();
  }

  private static String type(Random random) {
    return any(
        random,
        List.of("application/json", "application/json", "text/plain", "a/b;c=\"", "\u00ff\u00fe"));
  }

  private static void signature(
      Random random,
      ByteArrayOutputStream out,
      String method,
      String path,
      String query,
      byte[] body)
      throws IOException {
    long now = Instant.now().getEpochSecond();
    var at =
        random.nextInt(4) > 0
            ? Long.toString(now)
            : any(
                random,
                List.of(
                    "",
                    "x",
                    "1e9",
                    "-" + now,
                    "+" + now,
                    "9".repeat(400),
                    "1700000000",
                    now + ".0",
                    "\u00e9",
                    "0x1",
                    "1__0"));
    var canonical = String.join("\n", method, path, query, at, SignatureRules.hash(body));
    var signature =
        random.nextInt(4) > 0
            ? SignatureRules.sign(SHARED, canonical)
            : any(random, List.of("", "\u00ff\u00fe", "g".repeat(64), "A".repeat(4_000), "\u00e9"));
    if (random.nextInt(8) > 0) {
      write(out, any(random, List.of("Request-Timestamp: ", "Request_Timestamp: ")) + at + "\r\n");
    }
    if (random.nextInt(8) > 0) {
      write(out, "Request-Signature: " + signature + "\r\n");
    }
  }

  private static byte[] body(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new byte[0];
      case 1 -> {
        var noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> "[".repeat(1 + random.nextInt(3_000)).getBytes(StandardCharsets.UTF_8);
      case 3 -> any(random, VALUES).getBytes(StandardCharsets.UTF_8);
      default -> object(random).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static String object(Random random) {
    var text = new StringBuilder("{");
    int fields = random.nextInt(6);
    for (int i = 0; i < fields; i++) {
      text.append(i == 0 ? "" : ",").append('"').append(any(random, FIELDS)).append("\":");
      text.append(any(random, VALUES));
    }
    return text.append(random.nextInt(20) == 0 ? "" : "}").toString();
  }

  private static int status(byte[] request) throws IOException {
    var at = URI.create(STAGE.url);
    try (var socket = new Socket(InetAddress.getByName(at.getHost()), at.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      var line = new StringBuilder();
      for (int next = socket.getInputStream().read();
          next >= 0 && next != '\n';
          next = socket.getInputStream().read()) {
        line.append((char) next);
      }
      assertThat(line.toString()).startsWith("HTTP/1.1 ");
      return Integer.parseInt(line.substring(9, 12));
    }
  }

  private static void write(ByteArrayOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
