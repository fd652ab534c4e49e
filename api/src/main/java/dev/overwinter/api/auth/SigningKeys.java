package dev.overwinter.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The keys that sign access tokens (ES256), the same for every api process. A key signs for thirty
/// days; its successor is published a day before it begins, and it is believed for a day after its
/// last signature. Nobody has to do anything; [#replaceAll] is for when a key may have been seen.
///
/// Read again every half minute, and at once when a token names a key that is not known.
@Component
class SigningKeys {
  static final Duration SIGNS = Duration.ofDays(30);
  static final Duration LEAD = Duration.ofDays(1);
  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final long LOCK = 0x0_5e55_10f5L;
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final JdbcClient sql;
  private final TransactionTemplate transactions;
  private final Seal seal;
  private final Clock clock;
  private volatile Known known = new Known(List.of(), Instant.MIN);
  private volatile Instant lookedAt = Instant.EPOCH;

  private record Known(List<Key> keys, Instant readAt) {}

  private record Key(ECKey pair, Instant signsFrom, Instant endsAt) {}

  SigningKeys(JdbcClient sql, TransactionTemplate transactions, Secrets secrets, Clock clock) {
    this.sql = sql;
    this.transactions = transactions;
    this.seal = new Seal(secrets.derived("signing keys"));
    this.clock = clock;
  }

  /// The key that signs now; made when there is none.
  ECKey current() {
    var now = clock.instant();
    return newest(fresh(now), now)
        .or(() -> newest(renewed(), clock.instant()))
        .orElseThrow()
        .pair();
  }

  /// A key that is believed.
  Optional<ECKey> find(String kid) {
    var now = clock.instant();
    return find(kid, fresh(now), now).or(() -> find(kid, unknown(now), now));
  }

  /// What others may check our signatures with, in the words of RFC 7517.
  String published() {
    var now = clock.instant();
    current();
    var keys =
        fresh(now).stream().filter(key -> now.isBefore(key.endsAt())).map(Key::pair).toList();
    return new JWKSet(List.copyOf(keys)).toString(true);
  }

  /// Makes the next key when it is time. Safe to repeat, and in several processes at once.
  void ensure() {
    var now = clock.instant();
    boolean provided =
        read().stream().anyMatch(key -> key.signsFrom().plus(SIGNS).minus(LEAD).isAfter(now));
    if (!provided) {
      known = new Known(renewed(), now);
    }
  }

  /// Every key of now is dead at once, and with it every access token; logins last, since they are
  /// renewed by something else. Other processes follow within half a minute.
  void replaceAll() {
    transactions.executeWithoutResult(_ -> {
      lock();
      sql.sql("UPDATE signing_keys SET ends_at = :now WHERE ends_at > :now")
          .param("now", clock.instant().atOffset(ZoneOffset.UTC))
          .update();
      make(clock.instant());
    });
    known = new Known(read(), clock.instant());
    LOG.info("all signing keys were replaced");
  }

  private List<Key> fresh(Instant now) {
    var some = known;
    if (now.isAfter(some.readAt().plus(FRESH)) || now.isBefore(some.readAt())) {
      some = new Known(read(), now);
      known = some;
    }
    return some.keys();
  }

  /// A stranger's made-up key id makes us read at most once a second; what was read by itself a
  /// moment ago does not count, since another process may have made a key after that.
  private List<Key> unknown(Instant now) {
    if (now.isAfter(lookedAt.plusSeconds(1)) || now.isBefore(lookedAt)) {
      lookedAt = now;
      known = new Known(read(), now);
    }
    return known.keys();
  }

  private List<Key> renewed() {
    transactions.executeWithoutResult(_ -> {
      lock();
      var now = clock.instant();
      var keys = read();
      boolean signing = newest(keys, now).isPresent();
      boolean provided =
          keys.stream().anyMatch(key -> key.signsFrom().plus(SIGNS).minus(LEAD).isAfter(now));
      if (!signing || !provided) {
        make(signing ? now.plus(LEAD) : now);
      }
    });
    var keys = read();
    known = new Known(keys, clock.instant());
    return keys;
  }

  private void make(Instant instant) {
    var from = instant.truncatedTo(ChronoUnit.SECONDS); // PostgreSQL rounds, also up
    try {
      var pair =
          new ECKeyGenerator(Curve.P_256)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      sql.sql("INSERT INTO signing_keys VALUES (?, ?, ?, ?, ?)")
          .params(
              pair.getKeyID(),
              seal.seal(pair.getKeyID(), pair.toJSONString()),
              pair.toPublicJWK().toJSONString(),
              from.atOffset(ZoneOffset.UTC),
              from.plus(SIGNS).plus(LEAD).plus(LEAD).atOffset(ZoneOffset.UTC))
          .update();
      sql.sql("DELETE FROM signing_keys WHERE ends_at < ?")
          .param(clock.instant().minus(SIGNS).atOffset(ZoneOffset.UTC))
          .update();
    } catch (JOSEException e) {
      throw new IllegalStateException("no signing key can be made", e);
    }
  }

  private void lock() {
    sql.sql("SELECT pg_advisory_xact_lock(?)").param(LOCK).query().listOfRows();
  }

  private List<Key> read() {
    return sql
        .sql("SELECT * FROM signing_keys")
        .query((row, _) ->
            key(
                row.getString("kid"),
                row.getString("private_key"),
                row.getObject("signs_from", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant()))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Empty when it was sealed with another installation's secrets: then it is none of ours.
  private Optional<Key> key(String kid, String sealed, Instant signsFrom, Instant endsAt) {
    try {
      return Optional.of(new Key(ECKey.parse(seal.open(kid, sealed)), signsFrom, endsAt));
    } catch (IllegalArgumentException | ParseException e) {
      LOG.warn("signing key {} cannot be used: {}", kid, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Key> newest(List<Key> keys, Instant now) {
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now) && now.isBefore(key.endsAt()))
        .max(Comparator.comparing(Key::signsFrom));
  }

  private static Optional<ECKey> find(String kid, List<Key> keys, Instant now) {
    return keys.stream()
        .filter(key -> now.isBefore(key.endsAt()) && key.pair().getKeyID().equals(kid))
        .map(Key::pair)
        .findFirst();
  }
}
