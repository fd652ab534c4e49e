package dev.overwinter.api.auth;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.overwinter.api.Secrets;
import dev.overwinter.durable.Seal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// One-time codes from a phone (TOTP: SHA-1, 6 digits, 30 s, as every app expects), asked for after
/// a password. A code is good once, in its own half minute and its two neighbours; ten recovery
/// codes, each good once, help who has lost the phone.
@Component
public class SecondFactor {
  private static final int SECRET_BYTES = 20;
  private static final int RECOVERY_CODES = 10;
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
  private final JdbcClient sql;
  private final Secrets secrets;
  private final Seal seal;
  private final FreshProof proof;
  private final Logins logins;
  private final Clock clock;

  SecondFactor(JdbcClient sql, Secrets secrets, FreshProof proof, Logins logins, Clock clock) {
    this.sql = sql;
    this.proof = proof;
    this.logins = logins;
    this.secrets = secrets;
    this.seal = new Seal(secrets.derived("one-time codes"));
    this.clock = clock;
  }

  /// What a phone has to know.
  ///
  /// @param secret Base32, to type
  /// @param uri the same, to be read from a picture
  public record Invitation(String secret, String uri) {

    @Override
    public String toString() {
      return "Invitation";
    }
  }

  /// Whether an account's password is not enough.
  public boolean on(String account) {
    return !sql.sql(
            "SELECT 1 FROM one_time_codes WHERE account_id = ? AND confirmed_at IS NOT NULL")
        .param(account)
        .query()
        .listOfRows()
        .isEmpty();
  }

  /// A new secret, which changes nothing until a first code is typed; empty when one is in use.
  ///
  /// @throws dev.overwinter.api.Problem (403) without a fresh proof
  @Transactional
  public Optional<Invitation> invite(Actor actor) {
    proof.requireAlone(actor);
    if (on(actor.accountId())) {
      return Optional.empty();
    }
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    sql.sql(
            """
            INSERT INTO one_time_codes VALUES (:account, :secret, NULL, 0)
              ON CONFLICT (account_id) DO UPDATE SET secret = :secret, last_step = 0
               WHERE one_time_codes.confirmed_at IS NULL
            """)
        .param("account", actor.accountId())
        .param("secret", seal.seal(actor.accountId(), Base64.getEncoder().encodeToString(bytes)))
        .update();
    return Optional.of(invitation(actor, bytes));
  }

  /// The secret that waits for its first code.
  public Optional<Invitation> pending(Actor actor) {
    return on(actor.accountId())
        ? Optional.empty()
        : secret(actor.accountId()).map(bytes -> invitation(actor, bytes));
  }

  private static Invitation invitation(Actor actor, byte[] bytes) {
    var secret = new Base32().encodeToString(bytes).replace("=", "");
    var label = URLEncoder.encode("Overwinter:" + actor.name(), StandardCharsets.UTF_8);
    return new Invitation(
        secret,
        "otpauth://totp/%s?secret=%s&issuer=Overwinter"
            .formatted(label.replace("+", "%20"), secret));
  }

  /// The first code was typed: from now on the password is not enough, and whoever got in by it
  /// alone is out.
  ///
  /// @return the recovery codes, shown once; empty when the code is wrong
  /// @throws dev.overwinter.api.Problem (403) without a fresh proof
  @Transactional
  public Optional<List<String>> confirm(Actor actor, String code) {
    proof.requireAlone(actor);
    var account = actor.accountId();
    if (on(account) || !phone(account, code)) {
      return Optional.empty();
    }
    sql.sql("UPDATE one_time_codes SET confirmed_at = ? WHERE account_id = ?")
        .params(now(), account)
        .update();
    sql.sql("DELETE FROM recovery_codes WHERE account_id = ?").param(account).update();
    var made = new ArrayList<String>();
    for (int nth = 0; nth < RECOVERY_CODES; nth++) {
      var recovery = recoveryCode();
      sql.sql("INSERT INTO recovery_codes VALUES (?, ?, NULL)")
          .params(account, hash(account, recovery))
          .update();
      made.add(recovery);
    }
    logins.endOthers(account, actor.tokenId(), "one-time codes were turned on");
    return Optional.of(List.copyOf(made));
  }

  /// Whether a code is right; it is used up then.
  @Transactional
  public boolean check(String account, String code) {
    return on(account) && (phone(account, code) || recovery(account, code));
  }

  /// The password is enough again.
  @Transactional
  public void turnOff(String account) {
    sql.sql("DELETE FROM one_time_codes WHERE account_id = ?").param(account).update();
    sql.sql("DELETE FROM recovery_codes WHERE account_id = ?").param(account).update();
  }

  /// How many recovery codes are left.
  public int left(String account) {
    return sql.sql("SELECT count(*) FROM recovery_codes WHERE account_id = ? AND used_at IS NULL")
        .param(account)
        .query((row, _) -> row.getInt(1))
        .single();
  }

  private boolean phone(String account, String typed) {
    var code = typed.replace(" ", "");
    var secret = secret(account);
    if (secret.isEmpty() || !code.matches("[0-9]{6}")) {
      return false;
    }
    var key = new SecretKeySpec(secret.get(), codes.getAlgorithm());
    long here = clock.instant().getEpochSecond() / STEP.toSeconds();
    for (long step = here - 1; step <= here + 1; step++) {
      if (code(key, step).equals(code)) {
        return sql.sql(
                    """
                    UPDATE one_time_codes SET last_step = :step
                     WHERE account_id = :account AND last_step < :step
                    """)
                .param("step", step)
                .param("account", account)
                .update()
            > 0;
      }
    }
    return false;
  }

  private String code(SecretKeySpec key, long step) {
    try {
      return codes.generateOneTimePasswordString(
          key, java.time.Instant.ofEpochSecond(step * STEP.toSeconds()), Locale.ROOT);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean recovery(String account, String typed) {
    return sql.sql(
                """
                UPDATE recovery_codes SET used_at = ?
                 WHERE account_id = ? AND hash = ? AND used_at IS NULL
                """)
            .params(now(), account, hash(account, typed.strip().toLowerCase(Locale.ROOT)))
            .update()
        > 0;
  }

  private Optional<byte[]> secret(String account) {
    return sql.sql("SELECT secret FROM one_time_codes WHERE account_id = ?")
        .param(account)
        .query((row, _) -> row.getString("secret"))
        .optional()
        .map(sealed -> Base64.getDecoder().decode(seal.open(account, sealed)));
  }

  private String hash(String account, String code) {
    return secrets.fingerprint("recovery:" + account + ":" + code);
  }

  /// 60 random bits in letters and digits that nobody mistakes.
  private static String recoveryCode() {
    var letters = "abcdefghjkmnpqrstuvwxyz234567890".toCharArray();
    var code = new StringBuilder();
    for (int nth = 0; nth < 12; nth++) {
      code.append(nth > 0 && nth % 4 == 0 ? "-" : "").append(letters[RANDOM.nextInt(32)]);
    }
    return code.toString();
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
