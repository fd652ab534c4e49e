package dev.overwinter.billing.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.ApiConfig;
import dev.overwinter.api.PaymentsConfig;
import dev.overwinter.api.Problem;
import dev.overwinter.billing.Credits;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Begins a payment at the provider's own page: no number of a card ever comes here.
@Component
class Checkout {
  private static final Logger LOG = LoggerFactory.getLogger(Checkout.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final PaymentsConfig config;
  private final String home;

  Checkout(ApiConfig config) {
    this.config = config.payments();
    home = config.nodes().publicUrl() + "/billing";
  }

  /// Where somebody pays for credits; the same payment for the same key.
  String begin(String account, long micros, UUID key) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("mode", "payment");
    fields.put("success_url", home);
    fields.put("cancel_url", home);
    fields.put("line_items[0][quantity]", "1");
    fields.put("line_items[0][price_data][currency]", config.currency());
    fields.put("line_items[0][price_data][unit_amount]", String.valueOf(cents(micros)));
    fields.put("line_items[0][price_data][product_data][name]", Credits.text(micros) + " credits");
    fields.put("payment_intent_data[metadata][account]", account);
    fields.put("payment_intent_data[metadata][micros]", String.valueOf(micros));
    fields.put("payment_intent_data[metadata][cents]", String.valueOf(cents(micros)));
    var request =
        HttpRequest.newBuilder(URI.create(config.url() + "/v1/checkout/sessions"))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + config.key())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Idempotency-Key", key.toString())
            .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      var url = answer.statusCode() == 200 ? JSON.readTree(answer.body()).path("url").asText() : "";
      if (url.matches("https?://[\\x21-\\x7e]{1,2000}")) {
        return url;
      }
      LOG.error("the provider of payments answered {}", answer.statusCode());
    } catch (IOException e) {
      LOG.error("the provider of payments cannot be reached: {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "The provider of payments does not answer. Nothing was paid; try again in a minute.");
  }

  /// The event that a provider would send for a payment.
  byte[] simulated(String account, long micros, UUID payment) {
    try {
      return JSON.writeValueAsBytes(
          Map.of(
              "type",
              "payment_intent.succeeded",
              "data",
              Map.of(
                  "object",
                  Map.of(
                      "id",
                      "pi_" + payment,
                      "currency",
                      config.currency(),
                      "amount_received",
                      cents(micros),
                      "metadata",
                      Map.of("account", account)))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private long cents(long micros) {
    return Math.multiplyExact(micros, config.centsPerCredit()) / Credits.MICROS;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
