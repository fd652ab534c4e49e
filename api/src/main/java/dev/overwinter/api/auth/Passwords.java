package dev.overwinter.api.auth;

import dev.overwinter.api.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/// Hashes and checks passwords with argon2id (16 MiB, 2 passes, 1 lane). At most two at once: a
/// flood of logins must not take the memory and the cores of the games. Others stand in line, in
/// the order in which they came; who would make the line longer than 100, or waits for 15 seconds,
/// is told to come back.
@Component
class Passwords {
  private static final int LEAST = 10;
  private static final int MOST = 200;

  private final Argon2PasswordEncoder argon =
      Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore turns;
  private final int line;
  private final Duration patience;
  // Compared when there is no such account, so that the time taken does not tell.
  private final Supplier<String> nobody = SingletonSupplier.of(() -> encoded("nobody"));

  @Autowired
  Passwords() {
    this(2, 100, Duration.ofSeconds(15));
  }

  Passwords(int atOnce, int line, Duration patience) {
    this.turns = new Semaphore(atOnce, true);
    this.line = line;
    this.patience = patience;
  }

  String hash(String password) {
    return inTurn(() -> encoded(password));
  }

  boolean matches(String password, String hash) {
    return inTurn(() -> password.length() <= MOST && argon.matches(password, hash));
  }

  void pretend(String password) {
    boolean _ = matches(password, nobody.get());
  }

  private String encoded(String password) {
    return Objects.requireNonNull(argon.encode(password));
  }

  private <T> T inTurn(Supplier<T> work) {
    if (!turn()) {
      throw Problem.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Too many logins at once. Nothing was counted; try again in 2 seconds.")
          .retryAfter(Duration.ofSeconds(2));
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  private boolean turn() {
    try {
      // Who is served at once never sees the line; its length is a guess, and a guess will do.
      return turns.tryAcquire(0, TimeUnit.MILLISECONDS)
          || (turns.getQueueLength() < line
              && turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Whether a chosen password is long enough to be worth having, and short enough to hash.
  static boolean acceptable(String password) {
    return password.length() >= LEAST && password.length() <= MOST && !password.isBlank();
  }
}
