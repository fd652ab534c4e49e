package dev.overwinter.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.overwinter.api.Problem;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class PasswordsTest {

  @Test
  void aHashMatchesItsPasswordOnly() {
    var passwords = new Passwords();
    var hash = passwords.hash("long enough now");
    assertThat(passwords.matches("long enough now", hash)).isTrue();
    assertThat(passwords.matches("long enough never", hash)).isFalse();
  }

  @Test
  void whoWaitsTooLongForATurnIsToldToComeBack() {
    var crowded = new Passwords(0, 100, Duration.ofMillis(50));
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> crowded.pretend("guess"))
        .satisfies(problem -> {
          assertThat(problem.getStatusCode().value()).isEqualTo(503);
          assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("2");
        });
  }

  @Test
  void whoFindsTheLineFullDoesNotWait() {
    var full = new Passwords(0, 0, Duration.ofDays(1));
    assertThatExceptionOfType(Problem.class).isThrownBy(() -> full.pretend("guess"));
  }

  @Test
  void fiftyWhoComeAtOnceAreAllServed() throws Exception {
    var passwords = new Passwords();
    var hash = passwords.hash("long enough now");
    var guesses = Collections.nCopies(50, (Callable<Boolean>) () -> passwords.matches("no", hash));
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var guess : crowd.invokeAll(guesses)) {
        assertThat(guess.get()).isFalse();
      }
    }
  }
}
