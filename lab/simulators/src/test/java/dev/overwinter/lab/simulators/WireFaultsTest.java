package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WireFaultsTest extends SimulatorTest {
  private static final String POST = "POST /v2/droplets";

  @ParameterizedTest
  @CsvSource({"DROP,0", "DROP_AFTER,1"})
  void aConnectionClosesUnanswered(Fault fault, int made) {
    arm(fault, FaultSpec.times(1).onlyFor(POST));
    assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    assertThat(simulator.cloud().everyone()).hasSize(made);
    assertThat(account.get("/simulator/requests").json().path("POST /v2/droplets").toString())
        .isEqualTo("{\"unanswered\":1}");
  }

  @ParameterizedTest
  @CsvSource({"HANG,0", "HANG_AFTER,1"})
  void aSocketHangsUntilTheClientGivesUp(Fault fault, int made) {
    arm(fault, FaultSpec.times(1).onlyFor(POST));
    var request =
        account
            .request("/v2/droplets")
            .timeout(Duration.ofMillis(1_500))
            .header("Authorization", "Bearer t")
            .POST(HttpRequest.BodyPublishers.ofString(Account.order("a", "")));
    assertThatThrownBy(() -> account.send(request.build()))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(simulator.cloud().everyone()).hasSize(made);
  }

  @ParameterizedTest
  @CsvSource({
    "HTML_502,502,0,text/html",
    "HTML_503,503,0,text/html",
    "HTML_502_AFTER,502,1,text/html",
    "SERVER_ERROR,500,0,application/json; charset=utf-8",
    "EMPTY_ERROR,500,0,",
    "ODD_ERROR,500,0,application/json; charset=utf-8",
    "STATUS_520,520,0,text/html",
    "EMPTY_BODY,202,1,application/json; charset=utf-8",
    "BROKEN_BODY,202,1,application/json; charset=utf-8",
  })
  void anAnswerIsSpoiled(Fault fault, int status, int made, String type) throws IOException {
    arm(fault, FaultSpec.times(1).onlyFor(POST));
    var reply = post();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type").orElse(null)).isEqualTo(type);
    assertThat(reply.header("ratelimit-remaining")).isPresent();
    assertThat(simulator.cloud().everyone()).hasSize(made);
    assertThat(account.create("b", "").status()).isEqualTo(202);
  }

  @Test
  void aBodyIsEmptyOrBreaksOffInTheMiddle() throws IOException {
    arm(Fault.EMPTY_BODY, FaultSpec.times(1));
    assertThat(post().text()).isEmpty();
    arm(Fault.BROKEN_BODY, FaultSpec.times(1));
    var broken = post();
    assertThat(broken.text()).startsWith("{\"droplet\":{");
    assertThatThrownBy(broken::json).isInstanceOf(AssertionError.class);
  }

  @Test
  void aSlowAnswerComesAtItsTime() throws IOException {
    arm(Fault.SLOW, FaultSpec.times(1).lasting(Duration.ofMillis(300)));
    var before = System.nanoTime();
    assertThat(post().status()).isEqualTo(202);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void aRefusalForTheHourHasNoRetryAfterAndOneForABurstHas() throws IOException {
    arm(Fault.RATE_HOUR, FaultSpec.times(1));
    var hour = account.get("/v2/account");
    assertThat(hour.status()).isEqualTo(429);
    assertThat(hour.json().path("message").asText()).isEqualTo("API rate limit exceeded.");
    assertThat(hour.header("retry-after")).isEmpty();
    arm(Fault.RATE_BURST, FaultSpec.times(1).lasting(Duration.ofSeconds(17)));
    var burst = account.get("/v2/account");
    assertThat(burst.status()).isEqualTo(429);
    assertThat(burst.header("retry-after")).contains("17");
  }

  @Test
  void aSinglePageMayHaveNoLinksAtAll() {
    arm(Fault.ODD_LINKS, FaultSpec.always());
    account.created("a", "t");
    var list = account.get("/v2/droplets").json();
    assertThat(list.has("links")).isFalse();
    assertThat(list.path("droplets")).hasSize(1);
  }

  @Test
  void theSimulatorsOwnPathsAreNeverStruck() throws IOException {
    arm(Fault.DROP, FaultSpec.always());
    arm(Fault.SERVER_ERROR, FaultSpec.always());
    assertThat(account.get("/healthz").status()).isEqualTo(200);
    assertThat(account.get("/simulator/bill").status()).isEqualTo(200);
  }

  private Reply post() throws IOException {
    return account.raw("POST", "/v2/droplets", Account.order("a", ""));
  }
}
