package dev.overwinter.sessions.digitalocean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.http.HttpConnection;
import org.apache.http.HttpResponse;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/// One call as the wire saw it, whatever the client makes of it. Begun and ended by the calling
/// thread, on which the HTTP client runs its interceptors; [#cut()] may come from another one.
final class Exchange {
  /// 200 droplets are 600 KB.
  private static final int MOST_BYTES = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

  private volatile @Nullable HttpContext context;
  private @Nullable HttpResponse head;
  private byte @Nullable [] body;

  static Exchange begin() {
    var exchange = new Exchange();
    CURRENT.set(exchange);
    return exchange;
  }

  static void end() {
    CURRENT.remove();
  }

  /// The HTTP client is about to send.
  static void sending(HttpContext context) {
    var exchange = CURRENT.get();
    if (exchange != null) {
      exchange.context = context;
    }
  }

  /// The HTTP client has read the head of an answer.
  static void answered(HttpResponse response) throws IOException {
    var exchange = CURRENT.get();
    if (exchange == null) {
      return;
    }
    exchange.head = response;
    var entity = response.getEntity();
    byte[] bytes = {};
    if (entity != null) {
      try (var content = entity.getContent()) {
        bytes = content == null ? bytes : content.readNBytes(MOST_BYTES + 1);
      }
      if (bytes.length > MOST_BYTES) {
        throw new IOException("longer than " + MOST_BYTES + " bytes");
      }
      var kept = new ByteArrayEntity(bytes);
      kept.setContentType(entity.getContentType());
      response.setEntity(kept);
    }
    exchange.body = bytes;
  }

  /// Breaks the connection, so that whoever reads from it stops.
  void cut() {
    var at = context;
    var connection =
        at == null ? null : HttpClientContext.adapt(at).getConnection(HttpConnection.class);
    if (connection != null) {
      try {
        connection.shutdown();
      } catch (IOException broken) {
        return;
      }
    }
  }

  /// The answer; empty when there was none, or it broke off.
  Optional<Reply> reply() {
    var answer = head;
    var bytes = body;
    if (answer == null || bytes == null) {
      return Optional.empty();
    }
    int status = answer.getStatusLine().getStatusCode();
    return Optional.of(new Reply(status, json(bytes), limits(answer, status)));
  }

  private static Optional<JsonNode> json(byte[] bytes) {
    try {
      return Optional.ofNullable(JSON.readTree(bytes)).filter(JsonNode::isObject);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Limits limits(HttpResponse answer, int status) {
    var left = number(answer, "ratelimit-remaining");
    var reset = number(answer, "ratelimit-reset");
    return new Limits(
        status == 429,
        retryAfter(header(answer, "retry-after")),
        left == null ? null : Math.clamp(left, 0, Integer.MAX_VALUE),
        // A moment that cannot be one is none.
        reset == null || reset < 0 || reset > 1L << 40 ? null : Instant.ofEpochSecond(reset));
  }

  private static @Nullable Duration retryAfter(String said) {
    if (said.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(said));
    }
    try {
      return said.isEmpty()
          ? null
          : Duration.between(
              Instant.now(),
              ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException neither) {
      return null;
    }
  }

  private static @Nullable Long number(HttpResponse answer, String name) {
    var said = header(answer, name);
    return said.matches("-?\\d{1,18}") ? Long.valueOf(said) : null;
  }

  private static String header(HttpResponse answer, String name) {
    var header = answer.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue().strip();
  }
}
