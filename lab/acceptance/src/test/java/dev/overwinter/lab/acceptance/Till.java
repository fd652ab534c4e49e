package dev.overwinter.lab.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/// A provider of payments that speaks as Stripe does: people pay at a page of its own, and what was
/// paid is told, signed, until somebody answers well. No money moves.
final class Till {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAGE =
      """
      <!doctype html><html lang="en"><title>Till</title><link rel="icon" href="data:,">
      <form method="post"><button>%s</button></form></html>
      """;

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Map<String, Map<String, String>> begun = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final String secret;
  private final URI webhook;

  /// Opens on a free port, until the JVM ends.
  ///
  /// @param secret what it signs with
  /// @param api whom it tells
  Till(String secret, URI api) throws IOException {
    this.secret = secret;
    webhook = api.resolve("/api/payments/webhook");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/checkout/sessions", this::begin);
    server.createContext("/pay/", this::pay);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void begin(HttpExchange exchange) throws IOException {
    var fields = new HashMap<String, String>();
    for (var field : text(exchange).split("&", -1)) {
      var pair = field.split("=", 2);
      fields.put(decoded(pair[0]), decoded(pair[1]));
    }
    var id = "pi_" + UUID.randomUUID();
    begun.put(id, fields);
    answer(
        exchange, "application/json", JSON.writeValueAsString(Map.of("url", url() + "/pay/" + id)));
  }

  private void pay(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var id = path.substring(path.lastIndexOf('/') + 1);
    var fields = begun.getOrDefault(id, Map.of());
    var cents = fields.getOrDefault("line_items[0][price_data][unit_amount]", "0");
    var currency = fields.getOrDefault("line_items[0][price_data][currency]", "");
    if (exchange.getRequestMethod().equals("POST")) {
      var metadata = new HashMap<String, String>();
      for (var name : new String[] {"account", "micros", "cents"}) {
        metadata.put(name, fields.getOrDefault("payment_intent_data[metadata][" + name + "]", ""));
      }
      tell(paid(id, Long.parseLong(cents), currency, metadata));
      answer(exchange, "text/html", PAGE.formatted("Thank you"));
    } else {
      answer(exchange, "text/html", PAGE.formatted("Pay " + cents + " " + currency));
    }
  }

  /// Says that somebody has paid for credits, and says it again until it is answered.
  ///
  /// @return what the answer calls it: booked, or known
  String tellPaid(String payment, String account, int credits) {
    try {
      return tell(paid(payment, credits * 100L, "eur", Map.of("account", account)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] paid(
      String payment, long cents, String currency, Map<String, String> metadata)
      throws IOException {
    var intent =
        Map.of("id", payment, "amount_received", cents, "currency", currency, "metadata", metadata);
    return JSON.writeValueAsBytes(
        Map.of("type", "payment_intent.succeeded", "data", Map.of("object", intent)));
  }

  private String tell(byte[] event) throws IOException {
    var answer =
        Awaitility.await("webhook")
            .atMost(Duration.ofMinutes(2))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(500))
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> send(event), sent -> sent.statusCode() == 200);
    return JSON.readTree(answer.body()).path("result").asText();
  }

  private HttpResponse<String> send(byte[] event) throws IOException {
    var request =
        HttpRequest.newBuilder(webhook)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header("Stripe-Signature", signature(event))
            .POST(BodyPublishers.ofByteArray(event))
            .build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 == 4) {
        throw new AssertionError("webhook: " + answer.statusCode() + " " + answer.body());
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private String signature(byte[] event) {
    try {
      var at = String.valueOf(Instant.now().getEpochSecond());
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((at + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + at + ",v1=" + HexFormat.of().formatHex(mac.doFinal(event));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String text(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
