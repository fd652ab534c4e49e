package dev.overwinter.api.auth;

import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Somebody whose password was right and whose one-time code is awaited: carried by the page's
/// form, sealed, for five minutes. It opens nothing by itself.
@Component
class HalfLogins {
  private static final String NAME = "half login";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final Accounts accounts;
  private final Seal seal;
  private final JsonMapper json;
  private final Clock clock;

  private record Half(String account, int epoch, Instant until) {}

  HalfLogins(Accounts accounts, Secrets secrets, JsonMapper json, Clock clock) {
    this.accounts = accounts;
    this.seal = new Seal(secrets.derived(NAME));
    this.json = json;
    this.clock = clock;
  }

  String begin(Account account) {
    var half = new Half(account.id(), account.epoch(), clock.instant().plus(LIFE));
    return seal.seal(NAME, json.writeValueAsString(half));
  }

  /// Whose password was right; empty when it was too long ago, or has changed.
  Optional<Account> read(String text) {
    if (!Seal.isSealed(text)) {
      return Optional.empty();
    }
    try {
      var half = json.readValue(seal.open(NAME, text), Half.class);
      return clock.instant().isBefore(half.until())
          ? accounts
              .findById(half.account())
              .filter(account -> account.epoch() == half.epoch() && !account.disabled())
          : Optional.empty();
    } catch (IllegalArgumentException | JacksonException _) {
      return Optional.empty();
    }
  }
}
