package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.api.Secrets;
import dev.overwinter.platform.Platform;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A month in the life of the signing keys, on the real table.
final class SigningKeysIT {
  private static final Platform PLATFORM = Platform.shared();

  @TempDir private Path directory = Path.of(".");
  private Instant now = Instant.now();

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @Test
  @Tag("S-01")
  void aKeyIsPublishedBeforeItSignsAndBelievedAfterItsLastSignature() {
    var keys = keys(directory);
    var first = keys.current().getKeyID();
    keys.ensure();
    assertThat(keys.current().getKeyID()).as("nothing to do yet").isEqualTo(first);

    now = now.plus(SigningKeys.SIGNS).minus(SigningKeys.LEAD).plusSeconds(60);
    keys.ensure();
    keys.ensure();
    assertThat(keys.current().getKeyID()).as("its successor is only published").isEqualTo(first);
    assertThat(keys.published().split("\"kid\"", -1)).as("two, not three").hasSize(3);

    now = now.plus(SigningKeys.LEAD);
    var second = keys.current().getKeyID();
    assertThat(second).isNotEqualTo(first);
    assertThat(keys.find(first)).as("what it has signed is still believed").isPresent();
    now = now.plus(Duration.ofDays(2));
    assertThat(keys.find(first)).isEmpty();
    assertThat(keys.find(second)).isPresent();
    assertThat(keys(directory).current().getKeyID()).as("another process").isEqualTo(second);
  }

  @Test
  @Tag("S-01")
  void keysOfOtherSecretsAreNoneOfOurs() {
    var theirs = keys(directory.resolve("theirs")).current().getKeyID();
    var ours = keys(directory.resolve("ours"));
    assertThat(ours.current().getKeyID()).isNotEqualTo(theirs);
    assertThat(ours.find(theirs)).isEmpty();
  }

  private SigningKeys keys(Path secrets) {
    var database = new DriverManagerDataSource(PLATFORM.database(), "postgres", "");
    return new SigningKeys(
        JdbcClient.create(database),
        new TransactionTemplate(new JdbcTransactionManager(database)),
        new Secrets(secrets),
        clock);
  }
}
