package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DropletsTest extends SimulatorTest {

  @Test
  void aDropletIsNewThenActiveWithItsAddressesThenGone() {
    var accepted = account.create("ow-sess-1-a1", ",\"tags\":[\"overwinter\"]");
    assertThat(accepted.status()).isEqualTo(202);
    var droplet = accepted.json().path("droplet");
    assertThat(droplet.path("status").asText()).isEqualTo("new");
    assertThat(droplet.path("networks").path("v4")).isEmpty();
    assertThat(accepted.json().at("/links/actions/0/rel").asText()).isEqualTo("create");
    long id = droplet.path("id").asLong();

    forward(PROVISION);
    var active = account.droplet(id);
    assertThat(active.path("status").asText()).isEqualTo("active");
    assertThat(active.at("/networks/v4/0/type").asText()).isEqualTo("public");
    assertThat(active.at("/networks/v4/0/ip_address").asText()).startsWith("10.214.");
    assertThat(active.at("/networks/v4/1/gateway").asText()).isEqualTo("nil");

    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(404);
    assertThat(account.get("/v2/droplets").json().at("/meta/total").asInt()).isZero();
  }

  @Test
  void theSameOrderTwiceMakesTwoDroplets() {
    var first = account.created("same", "t");
    var second = account.created("same", "t");
    assertThat(second).isGreaterThan(first);
    assertThat(account.get("/v2/droplets?name=SAME").json().at("/meta/total").asInt()).isEqualTo(2);
  }

  @Test
  void upToTenAreMadeAtOnce() {
    var body =
        "{\"names\":[\"a\",\"b\",\"c\"],\"size\":\"s-1vcpu-1gb\",\"image\":180000001,\"tags\":null}";
    var reply = account.call("POST", "/v2/droplets", body);
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().path("droplets")).hasSize(3);
    assertThat(reply.json().at("/links/actions")).hasSize(3);
  }

  @Test
  void actionIdsAreBeyondThirtyTwoBits() {
    var reply = account.create("a", "");
    long action = reply.json().at("/links/actions/0/id").asLong();
    assertThat(action).isGreaterThan(Integer.MAX_VALUE);
    var path = "/v2/actions/" + action;
    assertThat(account.get(path).json().at("/action/status").asText()).isEqualTo("in-progress");
    forward(PROVISION);
    assertThat(account.get(path).json().at("/action/status").asText()).isEqualTo("completed");
    assertThat(account.get("/v2/actions/1").status()).isEqualTo(404);
  }

  @Test
  void listsComeInPagesWithAbsoluteLinksThatApply() {
    assertThat(account.wrong("PUT", "/simulator/account", "{\"droplet_limit\":450}").status())
        .isEqualTo(204);
    for (int i = 0; i < 45; i++) {
      account.created("d" + i, "fleet");
    }
    var seen = new HashSet<Long>();
    var first = account.get("/v2/droplets?tag_name=fleet&per_page=20&page=1").json();
    first.path("droplets").forEach(droplet -> seen.add(droplet.path("id").asLong()));
    assertThat(first.at("/links/pages").has("prev")).isFalse();
    var next = first.at("/links/pages/next").asText();
    while (!next.isEmpty()) {
      var page = account.get(next.substring(next.indexOf("/v2/"))).json();
      page.path("droplets").forEach(droplet -> seen.add(droplet.path("id").asLong()));
      next = page.at("/links/pages/next").asText();
    }
    assertThat(seen).hasSize(45);
    assertThat(account.get("/v2/droplets").json().path("droplets")).hasSize(20);
    assertThat(account.get("/v2/droplets?per_page=200").json().path("droplets")).hasSize(45);
    assertThat(account.wrong("GET", "/v2/droplets?per_page=201", "").status()).isEqualTo(422);
    assertThat(account.wrong("GET", "/v2/droplets?page=x", "").status()).isEqualTo(422);
  }

  @Test
  void aTagDestroysAllThatBearItAndNothingElse() {
    account.created("a", "session");
    account.created("b", "session");
    var other = account.created("c", "other");
    assertThat(account.wrong("DELETE", "/v2/droplets", "").status()).isEqualTo(422);
    assertThat(account.delete("/v2/droplets?tag_name=session").status()).isEqualTo(204);
    assertThat(account.get("/v2/droplets").json().at("/droplets/0/id").asLong()).isEqualTo(other);
    assertThat(account.get("/v2/droplets").json().path("droplets")).hasSize(1);
  }

  @Test
  void aTagExcludesANameInLists() {
    assertThat(account.get("/v2/droplets?tag_name=a&name=b").status()).isEqualTo(422);
  }

  @Test
  void aDangerousDestroyNeedsItsHeader() throws IOException {
    var id = account.created("a", "t");
    var path = "/v2/droplets/" + id + "/destroy_with_associated_resources/dangerous";
    assertThat(account.raw("DELETE", path, "").status()).isEqualTo(400);
    var request =
        account
            .request(path)
            .header("Authorization", "Bearer t")
            .header("X-Dangerous", "true")
            .DELETE();
    assertThat(account.send(request.build()).status()).isEqualTo(202);
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(404);
  }

  @Test
  void withoutABearerNobodyIsLetIn() throws IOException {
    var reply = account.send(account.request("/v2/account").GET().build());
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().path("id").asText()).isEqualTo("unauthorized");
    assertThat(reply.json().path("message").asText()).isEqualTo("Unable to authenticate you.");
    assertThat(reply.json().has("request_id")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"size\":\"s-1vcpu-1gb\",\"image\":\"ubuntu-24-04-x64\"}|name",
        "{\"name\":\"a_b\",\"size\":\"s-1vcpu-1gb\",\"image\":1}|hostname",
        "{\"name\":\"a:b\",\"size\":\"s-1vcpu-1gb\",\"image\":1}|hostname",
        "{\"name\":\"a\",\"size\":\"huge\",\"image\":\"ubuntu-24-04-x64\"}|size",
        "{\"name\":\"a\",\"size\":\"s-1vcpu-1gb\",\"image\":\"none\"}|image",
        "{\"name\":\"a\",\"size\":\"s-1vcpu-1gb\",\"image\":null}|image",
        "{\"name\":\"a\",\"size\":\"s-1vcpu-1gb\",\"image\":\"ubuntu-24-04-x64\","
            + "\"region\":\"moon\"}|region",
        "{\"name\":\"a\",\"size\":\"s-1vcpu-1gb\",\"image\":\"ubuntu-24-04-x64\","
            + "\"tags\":[\"a b\"]}|Tag",
        "{\"name\":\"a\",\"size\":\"s-1vcpu-512mb-10gb\",\"image\":\"docker-24-04\"}|disk",
        "[]|object",
      })
  void anImpossibleOrderIsRefusedWithAReason(String body, String word) {
    var reply = account.wrong("POST", "/v2/droplets", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json().path("message").asText()).contains(word);
    assertThat(simulator.cloud().everyone()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"name\":\"a\"}x"})
  void whatIsNotJsonIsABadRequest(String body) {
    assertThat(account.wrong("POST", "/v2/droplets", body).status()).isEqualTo(400);
  }

  @Test
  void userDataMayBeSixtyFourKibibytesAndNoMore() {
    var fits = "x".repeat(64 * 1024);
    assertThat(account.create("a", ",\"user_data\":\"" + fits + "\"").status()).isEqualTo(202);
    assertThat(account.create("b", ",\"user_data\":\"" + fits + "y\"").status()).isEqualTo(422);
  }

  @Test
  void aPartOfARegionsNameTakesTheFirstThatHasRoom() {
    assertThat(
            account.call("PUT", "/simulator/sold-out", "[\"nyc1\",\"s-1vcpu-1gb@nyc2\"]").status())
        .isEqualTo(204);
    var reply =
        account.call(
            "POST",
            "/v2/droplets",
            "{\"name\":\"a\",\"region\":\"nyc\",\"size\":\"s-1vcpu-1gb\",\"image\":180000001}");
    assertThat(reply.json().at("/droplet/region/slug").asText()).isEqualTo("nyc3");
    var sizes = account.get("/v2/sizes").json().path("sizes").get(1);
    assertThat(sizes.path("regions").toString()).contains("nyc3").doesNotContain("nyc2");
    assertThat(account.get("/v2/regions").json().at("/regions/0/available").asBoolean()).isFalse();
  }

  @Test
  void aDropletWithoutPublicNetworkingHasOnlyItsPrivateAddress() {
    var reply = account.create("a", ",\"public_networking\":false");
    forward(PROVISION);
    var v4 = account.droplet(reply.json().at("/droplet/id").asLong()).at("/networks/v4");
    assertThat(v4).hasSize(1);
    assertThat(v4.get(0).path("type").asText()).isEqualTo("private");
    assertThat(account.create("b", ",\"public_networking\":false,\"ipv6\":true").status())
        .isEqualTo(422);
  }

  @Test
  void noTwoLivingDropletsShareAnAddress() {
    var addresses = new HashSet<String>();
    for (int i = 0; i < 30; i++) {
      var id = account.created("d" + i, "t");
      forward(PROVISION);
      assertThat(addresses.add(account.droplet(id).at("/networks/v4/0/ip_address").asText()))
          .isTrue();
    }
  }

  @Test
  void fiftyAtOnceGetFiftyNumbersAndFiftyAddresses() throws Exception {
    var numbers = new ConcurrentSkipListSet<Long>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        var name = "d" + i;
        clients.execute(() -> numbers.add(account.created(name, "t")));
      }
    }
    forward(PROVISION);
    var addresses = new HashSet<String>();
    account
        .get("/v2/droplets?per_page=200")
        .json()
        .path("droplets")
        .forEach(d -> addresses.add(d.at("/networks/v4/0/ip_address").asText()));
    assertThat(numbers).hasSize(50);
    assertThat(addresses).hasSize(50);
  }

  @Test
  void fiftyDestroysAtOnceAreOne() throws Exception {
    var id = account.created("a", "t");
    var statuses = new ConcurrentLinkedQueue<Integer>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        clients.execute(() -> statuses.add(account.delete("/v2/droplets/" + id).status()));
      }
    }
    assertThat(statuses).hasSize(50).containsOnly(204, 404).containsOnlyOnce(204);
  }

  @Test
  void aBodyBeyondAMebibyteIsRefused() throws IOException {
    assertThat(account.raw("POST", "/v2/droplets", "x".repeat((1 << 20) + 1)).status())
        .isEqualTo(413);
    assertThat(account.raw("POST", "/v2/droplets", "[".repeat(100_000)).status()).isEqualTo(400);
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    var id = account.created("a", "t");
    var gone = account.created("b", "t");
    account.delete("/v2/droplets/" + gone);
    restart();
    forward(PROVISION.plus(Duration.ofSeconds(1)));
    assertThat(account.droplet(id).path("status").asText()).isEqualTo("active");
    assertThat(account.get("/v2/droplets/" + gone).status()).isEqualTo(404);
    assertThat(account.created("c", "t")).isGreaterThan(gone);
  }

  @Test
  void anUnknownPathIsNotFoundAndAnUnknownMethodNotAllowed() throws IOException {
    assertThat(account.raw("GET", "/v2/nothing", "").status()).isEqualTo(404);
    var reply = account.raw("POST", "/v2/droplets/1", "{}");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).contains("DELETE, GET");
  }
}
