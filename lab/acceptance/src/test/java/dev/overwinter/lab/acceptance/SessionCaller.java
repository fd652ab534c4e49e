package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Who calls the paths of the older sessions' system, as its clients and its games do, from an
/// address of their own (behind the front that the platform of these tests believes).
final class SessionCaller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger STRANGERS = new AtomicInteger();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final String address;

  private SessionCaller(URI base, String address) {
    this.base = base;
    this.address = address;
  }

  /// Somebody who has never called before.
  static SessionCaller stranger(URI base) {
    var number = STRANGERS.incrementAndGet();
    return new SessionCaller(base, "198.18.%d.%d".formatted(number / 250, 1 + number % 250));
  }

  /// An answer; a body that is no JSON is text.
  record Answer(int status, JsonNode body, HttpHeaders headers) {
    boolean ok() {
      return status == 200;
    }

    String text(String field) {
      return body.path(field).asText();
    }

    String detail() {
      return text("detail");
    }
  }

  Answer start() throws IOException {
    return send("POST", "/sessions/start", "", Map.of());
  }

  /// The same request again has the same session.
  Answer start(String key) throws IOException {
    return send("POST", "/sessions/start", "", Map.of("Idempotency-Key", key));
  }

  Answer join(String tag) throws IOException {
    return send("POST", "/sessions/join?game_tag=" + tag, "", Map.of());
  }

  /// A game, or who runs it, ends its session.
  Answer end(String address, String secret) throws IOException {
    return signed("/server/end", "droplet_ip=" + address, "", secret, now());
  }

  Answer heartbeat(String address, int clients, String secret) throws IOException {
    var body = "{\"droplet_ip\":\"%s\",\"connected_clients\":%d}".formatted(address, clients);
    return signed("/server/heartbeat", "", body, secret, now());
  }

  /// A signed POST, as contract §1.2 has it.
  Answer signed(String path, String query, String body, String secret, long at) throws IOException {
    var stamp = Long.toString(at);
    var headers =
        Map.of(
            "Request-Timestamp",
            stamp,
            "Request-Signature",
            signature(path, query, stamp, body, secret));
    return send("POST", query.isEmpty() ? path : path + "?" + query, body, headers);
  }

  /// HMAC over method, path, query, time and the hash of the body, each on a line.
  static String signature(String path, String query, String stamp, String body, String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes(body));
      var canonical =
          String.join("\n", "POST", path, query, stamp, HexFormat.of().formatHex(digest));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(bytes(canonical)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer send(String method, String path, String body, Map<String, String> more)
      throws IOException {
    var headers = new TreeMap<>(Map.of("X-Forwarded-For", address, "Accept", "*/*"));
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    headers.putAll(more);
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(100))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      var answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), parse(answer.body()), answer.headers());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }

  private static JsonNode parse(String body) {
    try {
      return body.isEmpty() ? JSON.nullNode() : JSON.readTree(body);
    } catch (IOException notJson) {
      return JSON.getNodeFactory().textNode(body);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
