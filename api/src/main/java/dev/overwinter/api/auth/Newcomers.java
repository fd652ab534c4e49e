package dev.overwinter.api.auth;

import java.text.Normalizer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Makes accounts. A name is given once and never to anybody else: servers, audit and timeline know
/// their people by it.
@Component
class Newcomers {
  /// Names that mean something else in audit and timeline.
  static final Set<String> RESERVED =
      Set.of(
          "admin", "local", "nobody", "webhook", "node-agent", "system", "root", "link", "friend");

  private static final int LONGEST = 32;
  private static final int LEAST = 3;

  private final Accounts accounts;
  private final JdbcClient sql;
  private final Clock clock;

  Newcomers(Accounts accounts, JdbcClient sql, Clock clock) {
    this.accounts = accounts;
    this.sql = sql;
    this.clock = clock;
  }

  /// A new account without a password, called as somebody would like to be called or similar.
  Account add(String wish) {
    var stem = stem(wish);
    for (int nth = 1; true; nth++) {
      // After some tries a name that nobody else can have thought of.
      var tail = nth < 10 ? String.valueOf(nth) : UUID.randomUUID().toString().substring(0, 8);
      var name = nth == 1 ? stem : cut(stem, LONGEST - tail.length() - 1) + "-" + tail;
      if (!RESERVED.contains(name) && claim(name)) {
        return accounts.findByName(name).orElseThrow();
      }
    }
  }

  /// Why an account cannot be made; empty when it was.
  ///
  /// @param hash of its password
  @Transactional
  Optional<String> register(String name, @Nullable String email, String hash) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT)) || exists("lower(name)", name)) {
      return Optional.of("Username already taken");
    }
    if (email != null && exists("lower(email)", email)) {
      return Optional.of("Email already in use");
    }
    int made =
        sql.sql(
                """
                INSERT INTO accounts
                  (id, name, email, password_hash, admin, disabled, must_change, epoch, created_at)
                VALUES (?, ?, ?, ?, false, false, false, 0, ?) ON CONFLICT DO NOTHING
                """)
            .params(
                Arrays.asList(
                    UUID.randomUUID().toString(),
                    name,
                    email,
                    hash,
                    clock.instant().atOffset(ZoneOffset.UTC)))
            .update();
    return made > 0 ? Optional.empty() : Optional.of("Username already taken");
  }

  /// Whether somebody came by an invitation only: then they have no servers of their own.
  void setGuest(String account, boolean guest) {
    sql.sql("UPDATE accounts SET guest = ? WHERE id = ?").params(guest, account).update();
  }

  private boolean exists(String column, String value) {
    return !sql.sql("SELECT 1 FROM accounts WHERE " + column + " = lower(?)")
        .param(value)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// Two who want one name at once do not both get it.
  private boolean claim(String name) {
    return sql.sql(
                """
                INSERT INTO accounts
                  (id, name, password_hash, admin, disabled, must_change, epoch, created_at)
                VALUES (?, ?, '', false, false, false, 0, ?) ON CONFLICT DO NOTHING
                """)
            .params(UUID.randomUUID().toString(), name, clock.instant().atOffset(ZoneOffset.UTC))
            .update()
        > 0;
  }

  /// What is left of a wish when it becomes a name: lower case, ASCII, short.
  static String stem(String wish) {
    var local = wish.replaceFirst("@.*", "");
    var plain =
        Normalizer.normalize(local, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    var name = cut(plain, LONGEST);
    return name.length() < LEAST ? "player" : name;
  }

  private static String cut(String text, int most) {
    return text.substring(0, Math.min(most, text.length())).replaceAll("-+$", "");
  }
}
