package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Guessing passwords, counted in the real tables.
final class LoginThrottleIT {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  private static final HikariDataSource DATABASE = Limits.database();

  private final LoginThrottle throttle = throttle();

  @BeforeEach
  void forget() {
    JdbcClient.create(DATABASE).sql("TRUNCATE login_tries, login_proofs").update();
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private static LoginThrottle throttle() {
    return throttle(CLOCK);
  }

  private static LoginThrottle throttle(Clock clock) {
    return new LoginThrottle(new Tries(JdbcClient.create(DATABASE), Limits.in(DATABASE)), clock);
  }

  @Test
  @Tag("S-11")
  void everyProcessCountsForAllOfThem() {
    var other = throttle();
    for (int guess = 0; guess < 5; guess++) {
      assertThat((guess % 2 == 0 ? throttle : other).attempt("192.0.2.1", "owner", Optional::empty))
          .isEmpty();
    }
    refused("192.0.2.1", "owner");
    assertThatExceptionOfType(LoginThrottle.TooManyTries.class)
        .isThrownBy(() -> other.attempt("192.0.2.1", "owner", Optional::empty));
  }

  /// None of them may decide by a count that the others are about to change.
  @Test
  void ofACrowdAtOnceOnlyTheLimitReachesTheHash() {
    assertThat(hashesOfACrowd(_ -> "victim")).isEqualTo(5);
    assertThat(hashesOfACrowd(guess -> "name" + guess)).as("20 of the address").isEqualTo(15);
  }

  @Test
  void aSuccessIsGivenBackAndSoIsATryThatNobodyJudged() {
    for (int login = 0; login < 30; login++) {
      assertThat(throttle.attempt("192.0.2.1", "owner", () -> Optional.of("in"))).isPresent();
    }
    for (int outage = 0; outage < 30; outage++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> throttle.attempt("192.0.2.1", "owner", LoginThrottleIT::away));
    }
    assertThat(throttle.attempt("192.0.2.1", "owner", () -> Optional.of("in"))).isPresent();
  }

  @Test
  void aSuccessOfOneNameDoesNotHideTheFailuresOfOthers() {
    for (int guess = 0; guess < 19; guess++) {
      fail("192.0.2.1", "name" + guess);
    }
    assertThat(throttle.attempt("192.0.2.1", "own", () -> Optional.of("in"))).isPresent();
    fail("192.0.2.1", "name19");
    refused("192.0.2.1", "name20");
  }

  @Test
  void addressesOfOneHomeCountAsOne() {
    for (int guess = 0; guess < 5; guess++) {
      fail("2001:db8:1:2::" + guess, "owner");
    }
    refused("2001:db8:1:2:ffff::1", "owner");
    fail("2001:db8:1:3::1", "owner");
    for (int guess = 0; guess < 5; guess++) {
      fail("::ffff:192.0.2.9", "owner");
    }
    refused("192.0.2.9", "owner");
  }

  @Test
  void aStrangerLocksOutOtherStrangersButNotTheOwnerAtHome() {
    assertThat(throttle.attempt("2001:db8::1", "owner", () -> Optional.of("in"))).isPresent();
    for (int guess = 0; guess < 100; guess++) {
      fail("198.51.100." + guess / 5, "owner");
    }
    refused("203.0.113.1", "owner");
    assertThat(throttle.attempt("2001:db8::2", "owner", () -> Optional.of("in"))).isPresent();
    for (int guess = 0; guess < 5; guess++) {
      fail("2001:db8::3", "owner");
    }
    refused("2001:db8::1", "owner");
  }

  /// With the password and many addresses, ten thousand codes a day would find one in a month.
  @Test
  @Tag("S-11")
  void ofOneAccountsCodesTwentyWrongOnesADayAreLookedAt() {
    assertThat(code("2001:db8::1", "Codes", "111111", true)).isPresent();
    for (int guess = 0; guess < 20; guess++) {
      assertThat(code("198.51.100." + guess, "Codes", "000000", false)).isEmpty();
    }
    assertThatExceptionOfType(LoginThrottle.TooManyTries.class)
        .isThrownBy(() -> code("203.0.113.1", "Codes", "12 34 56", true))
        .satisfies(e -> assertThat(e.pause()).isGreaterThan(Duration.ofHours(23)));
    assertThat(code("2001:db8::2", "Codes", "123456", true)).as("from home").isPresent();
    assertThat(code("203.0.113.1", "Codes", "abcd-efgh-jkmn", true)).as("recovery").isPresent();
    assertThat(code("203.0.113.1", "others-codes", "123456", true)).isPresent();
    assertThat(throttle.wrongCodes("Codes")).isEqualTo(20);
    var told =
        JdbcClient.create(DATABASE)
            .sql("SELECT count(*) FROM audit WHERE target = 'Codes' AND result = 429")
            .query(Integer.class)
            .single();
    assertThat(told).as("once").isEqualTo(1);

    var later = throttle(Clock.offset(CLOCK, Duration.ofHours(1)));
    later.forget();
    assertThatExceptionOfType(LoginThrottle.TooManyTries.class)
        .isThrownBy(
            () -> later.attemptCode("203.0.113.2", "Codes", "123456", () -> Optional.of("in")));
    var tomorrow = throttle(Clock.offset(CLOCK, Duration.ofHours(25)));
    assertThat(tomorrow.attemptCode("203.0.113.2", "Codes", "123456", () -> Optional.of("in")))
        .isPresent();
  }

  /// Whoever has no password never gets to the codes, and must not close them for who has.
  @Test
  @Tag("S-11")
  void aLoginNameThatLooksLikeSomethingElseIsOnlyAName() {
    for (int guess = 0; guess < 100; guess++) {
      fail("198.51.100." + guess / 5, "code owner");
      fail("198.51.101." + guess / 5, "day code owner");
    }
    assertThat(code("203.0.113.1", "owner", "123456", true)).isPresent();
    assertThat(throttle.attempt("203.0.113.1", "owner", () -> Optional.of("in"))).isPresent();
  }

  private Optional<String> code(String address, String name, String typed, boolean right) {
    return throttle.attemptCode(
        address, name, typed, () -> right ? Optional.of("in") : Optional.empty());
  }

  private int hashesOfACrowd(IntFunction<String> name) {
    var hashes = new AtomicInteger();
    var together = new CountDownLatch(1);
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int guess = 0; guess < 200; guess++) {
        var claimed = name.apply(guess);
        crowd.execute(() -> {
          try {
            together.await();
            var _ =
                throttle.attempt(
                    "192.0.2.1",
                    claimed,
                    () -> {
                      hashes.incrementAndGet();
                      LockSupport.parkNanos(1_000_000); // as a hash takes its time
                      return Optional.empty();
                    });
          } catch (LoginThrottle.TooManyTries | InterruptedException _) {
            // What most of them get.
          }
        });
      }
      together.countDown();
    }
    return hashes.get();
  }

  private void fail(String address, String name) {
    assertThat(throttle.attempt(address, name, Optional::empty)).isEmpty();
  }

  private void refused(String address, String name) {
    assertThatExceptionOfType(LoginThrottle.TooManyTries.class)
        .isThrownBy(() -> throttle.attempt(address, name, Optional::empty))
        .satisfies(e -> assertThat(e.pause()).isPositive().isLessThan(Duration.ofMinutes(16)));
  }

  private static Optional<String> away() {
    throw new IllegalStateException("away");
  }
}
