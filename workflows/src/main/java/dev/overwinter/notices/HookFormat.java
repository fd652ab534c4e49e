package dev.overwinter.notices;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What a receiver understands.
public enum HookFormat {
  /// Our own JSON, signed.
  WEBHOOK,
  /// An embed as Discord's webhooks show it; unsigned, since its URL is the secret.
  DISCORD;

  /// In the API.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// A format by its name in the API.
  public static Optional<HookFormat> of(String id) {
    return Stream.of(values()).filter(format -> format.id().equals(id)).findFirst();
  }
}
