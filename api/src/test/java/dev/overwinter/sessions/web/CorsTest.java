package dev.overwinter.sessions.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which pages may call.
final class CorsTest {
  private final Cors cors = new Cors(Set.of("https://play.example.org"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://play.example.org",
        "http://localhost",
        "http://localhost:5173",
        "https://127.0.0.1:8443"
      })
  void allowsThoseThatWereNamedAndTheReadersOwnMachine(String origin) {
    assertThat(cors.allows(origin)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://play.example.org",
        "https://localhost.evil.com",
        "http://localhost:",
        "http://evil.com/http://localhost",
        "http://localhost:1@evil.com"
      })
  void refusesEverybodyElse(String origin) {
    assertThat(cors.allows(origin)).isFalse();
  }

  @Test
  void allowsEverybodyForWhoMeansEverybody() {
    assertThat(new Cors(Set.of("*")).allows("https://anybody.example.org")).isTrue();
    assertThat(new Cors(Set.of()).allows("https://anybody.example.org")).isFalse();
  }
}
