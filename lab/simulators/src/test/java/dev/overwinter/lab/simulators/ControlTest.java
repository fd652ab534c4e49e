package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlTest extends SimulatorTest {

  @Test
  void theBillCountsEverySecondFromTheAnswerToTheDestroy() {
    var id = account.created("a", "mine");
    account.created("b", "theirs");
    forward(Duration.ofHours(10));
    account.delete("/v2/droplets/" + id);
    forward(Duration.ofHours(10));
    var mine = account.get("/simulator/bill?tag_name=mine").json();
    assertThat(mine.path("seconds").asLong()).isEqualTo(36_000);
    assertThat(mine.path("micros").asLong()).isEqualTo(89_300);
    assertThat(mine.path("usd").decimalValue()).isEqualByComparingTo("0.0893");
    assertThat(account.get("/simulator/bill").json().path("seconds").asLong()).isEqualTo(108_000);
  }

  @Test
  void aDropletIsLostBehindItsOwnersBack() {
    var id = account.created("a", "t");
    assertThat(account.delete("/simulator/droplets/" + id).status()).isEqualTo(204);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
    assertThat(account.delete("/simulator/droplets/" + id).status()).isEqualTo(404);
    var truth = account.get("/simulator/droplets").json();
    assertThat(truth.path("alive").asInt()).isZero();
    assertThat(truth.path("total").asInt()).isOne();
  }

  @Test
  void theListOfDropletsKeepsTheirSecrets() {
    account.create("a", ",\"user_data\":\"OVERWINTER_KEY=secret\"");
    assertThat(account.get("/simulator/droplets").text()).doesNotContain("secret");
  }

  @Test
  void theMetadataOfADropletIsWhatItWouldReadItself() {
    var id =
        account
            .create("a", ",\"user_data\":\"OVERWINTER_KEY=k\",\"tags\":[\"t\"]")
            .json()
            .at("/droplet/id")
            .asLong();
    forward(PROVISION);
    var metadata = account.get("/simulator/droplets/" + id + "/metadata").json();
    assertThat(metadata.path("droplet_id").asLong()).isEqualTo(id);
    assertThat(metadata.path("user_data").asText()).isEqualTo("OVERWINTER_KEY=k");
    assertThat(metadata.at("/interfaces/public/0/ipv4/ip_address").asText()).startsWith("10.214.");
  }

  @Test
  void faultsAreArmedShownAndDisarmed() throws IOException {
    assertThat(
            account
                .call(
                    "PUT",
                    "/simulator/faults",
                    "{\"seed\":42,\"faults\":{\"list-lag\":{\"lasts\":\"PT9S\"},"
                        + "\"html-502\":{\"probability\":0.5,\"only\":\"POST\"}}}")
                .status())
        .isEqualTo(204);
    account.call("PUT", "/simulator/faults/delete-error", "{\"count\":2}");
    restart();
    var shown = account.get("/simulator/faults").json();
    assertThat(shown.path("seed").asLong()).isEqualTo(42);
    assertThat(shown.path("armed")).hasSize(3);
    assertThat(shown.at("/armed/delete-error/spec/count").asInt()).isEqualTo(2);
    account.delete("/simulator/faults/delete-error");
    assertThat(account.get("/simulator/faults").json().path("armed")).hasSize(2);
    account.delete("/simulator/faults");
    assertThat(account.get("/simulator/faults").json().path("armed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"faults\":{\"unheard-of\":{}}}",
        "{\"faults\":{\"hang\":{\"probability\":1.5}}}",
        "{\"faults\":{\"hang\":{\"count\":-1}}}",
        "{\"faults\":{\"hang\":{\"wrong\":1}}}",
        "{\"faults\":{\"hang\":{\"lasts\":\"soon\"}}}",
      })
  void whatCouldNotBeMeantIsRefusedAndNothingIsArmed(String body) {
    assertThat(account.call("PUT", "/simulator/faults", body).status()).isEqualTo(400);
    assertThat(account.get("/simulator/faults").json().path("armed")).isEmpty();
  }

  @Test
  void requestsAreCountedByEndpointAndAnswer() {
    account.created("a", "t");
    account.get("/v2/droplets/1");
    account.get("/v2/droplets/2");
    var counts = account.get("/simulator/requests").json();
    assertThat(counts.at("/POST ~1v2~1droplets/202").asInt()).isOne();
    assertThat(counts.at("/GET ~1v2~1droplets~1{id}/404").asInt()).isEqualTo(2);
    account.delete("/simulator/requests");
    assertThat(account.get("/simulator/requests").json()).isEmpty();
  }

  @Test
  void theSameRequestsWithTheSameSeedFailInTheSamePlaces() throws IOException {
    var first = run(42);
    assertThat(run(42)).isEqualTo(first);
    assertThat(run(43)).isNotEqualTo(first);
    assertThat(first).contains(202, 500, 502);
  }

  private List<Integer> run(long seed) throws IOException {
    account.call("POST", "/simulator/reset", "");
    account.call(
        "PUT",
        "/simulator/faults",
        "{\"seed\":%d,\"faults\":{\"html-502\":{\"probability\":0.3},".formatted(seed)
            + "\"server-error\":{\"probability\":0.2}}}");
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 60; i++) {
      statuses.add(account.raw("POST", "/v2/droplets", Account.order("a", "")).status());
    }
    return statuses;
  }

  @Test
  void aResetForgetsEverythingButWhichNumbersWereGivenOut() throws IOException {
    var id = account.created("a", "t");
    account.call("POST", "/v2/tags", "{\"name\":\"x\"}");
    account.call("PUT", "/simulator/account", "{\"droplet_limit\":1}");
    account.call("POST", "/simulator/reset", "");
    restart();
    assertThat(account.get("/v2/droplets").json().at("/meta/total").asInt()).isZero();
    assertThat(account.get("/v2/tags").json().at("/meta/total").asInt()).isZero();
    assertThat(account.created("b", "t")).isGreaterThan(id);
    account.created("c", "t");
  }
}
