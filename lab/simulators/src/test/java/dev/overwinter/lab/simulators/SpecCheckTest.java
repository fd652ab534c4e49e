package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// That the check is one: what is wrong is found.
final class SpecCheckTest {

  @BeforeEach
  void hasTheDescription() {
    assumeTrue(SpecCheck.here().isPresent(), "DigitalOcean's description is not here");
  }

  @Test
  void aWrongRequestIsFound() {
    var spec = SpecCheck.here().orElseThrow();
    assertThat(spec.request("POST", "/v2/droplets", Account.order("good", ""))).isEmpty();
    assertThat(spec.request("POST", "/v2/droplets", Account.order("not_good", ""))).isNotEmpty();
    assertThat(spec.request("POST", "/v2/droplets", "{\"name\":\"a\"}")).isNotEmpty();
    assertThat(spec.request("GET", "/v2/droplets?per_page=201", "")).isNotEmpty();
    assertThat(spec.request("GET", "/v2/unheard-of", "")).isNotEmpty();
  }

  @Test
  void aWrongAnswerIsFound() {
    var spec = SpecCheck.here().orElseThrow();
    assertThat(spec.answer("GET", "/v2/account", json("{\"id\":\"x\",\"message\":\"y\"}", 401)))
        .isEmpty();
    assertThat(spec.answer("GET", "/v2/account", json("{\"error\":\"x\"}", 401))).isNotEmpty();
    assertThat(spec.answer("GET", "/v2/droplets", json("{\"droplets\":[{\"id\":1}]}", 200)))
        .isNotEmpty();
  }

  private static Reply json(String text, int status) {
    return new Reply(status, Map.of("content-type", List.of("application/json")), text);
  }
}
