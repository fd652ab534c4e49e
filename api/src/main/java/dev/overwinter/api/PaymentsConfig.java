package dev.overwinter.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How money comes in.
///
/// @param provider `OVERWINTER_API_PAYMENTS` (off)
/// @param secretFile `OVERWINTER_API_PAYMENTS_SECRET_FILE`: what the provider signs its events with
/// @param keyFile `OVERWINTER_API_PAYMENTS_KEY_FILE`: what we show the provider
/// @param url `OVERWINTER_API_PAYMENTS_URL` (https://api.stripe.com): where the provider is asked
/// @param currency `OVERWINTER_API_PAYMENTS_CURRENCY` (eur): in which payments are taken
/// @param centsPerCredit `OVERWINTER_API_PAYMENTS_CENTS_PER_CREDIT` (100): hundredths of it
public record PaymentsConfig(
    Provider provider,
    @Nullable Path secretFile,
    @Nullable Path keyFile,
    String url,
    String currency,
    int centsPerCredit) {

  /// Who takes the money.
  public enum Provider {
    /// Nobody: credits are granted by admins.
    OFF,
    /// Nobody, but it looks as if: for trying things out. Whoever asks gets credits.
    SIMULATED,
    /// Stripe, or whoever speaks as it does.
    STRIPE
  }

  private static final String OWN = "OVERWINTER_API_PAYMENTS";

  /// Whether a key is one of these.
  static boolean knows(String key) {
    return switch (key) {
      case OWN,
          OWN + "_SECRET_FILE",
          OWN + "_KEY_FILE",
          OWN + "_URL",
          OWN + "_CURRENCY",
          OWN + "_CENTS_PER_CREDIT" ->
          true;
      default -> false;
    };
  }

  static PaymentsConfig from(Map<String, String> env) {
    var config =
        new PaymentsConfig(
            provider(env.getOrDefault(OWN, "off")),
            path(env, OWN + "_SECRET_FILE"),
            path(env, OWN + "_KEY_FILE"),
            env.getOrDefault(OWN + "_URL", "https://api.stripe.com"),
            env.getOrDefault(OWN + "_CURRENCY", "eur").toLowerCase(Locale.ROOT),
            cents(env.getOrDefault(OWN + "_CENTS_PER_CREDIT", "100")));
    if (config.provider == Provider.STRIPE && config.secret().length() < 16) {
      throw new IllegalArgumentException(
          OWN
              + "_SECRET_FILE: missing or shorter than 16 characters (expected: the provider's own)");
    }
    return config;
  }

  private static Provider provider(String text) {
    return switch (text) {
      case "off" -> Provider.OFF;
      case "simulated" -> Provider.SIMULATED;
      case "stripe" -> Provider.STRIPE;
      default ->
          throw new IllegalArgumentException(
              OWN + ": " + text + " (expected: off, simulated or stripe)");
    };
  }

  private static int cents(String text) {
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException(
          OWN + "_CENTS_PER_CREDIT: " + text + " (expected: 1..999999)");
    }
    return Integer.parseInt(text);
  }

  private static @Nullable Path path(Map<String, String> env, String key) {
    var text = env.getOrDefault(key, "");
    return text.isBlank() ? null : Path.of(text);
  }

  /// What the provider signs with; empty when there is none. Never printed.
  public String secret() {
    return read(secretFile);
  }

  /// What we show the provider; empty when there is none. Never printed.
  public String key() {
    return read(keyFile);
  }

  private static String read(@Nullable Path file) {
    try {
      return file == null ? "" : Files.readString(file).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " (expected: a readable file)", e);
    }
  }
}
