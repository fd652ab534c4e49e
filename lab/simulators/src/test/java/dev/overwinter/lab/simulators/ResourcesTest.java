package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResourcesTest extends SimulatorTest {

  @Test
  void whatCanBeOrderedIsListed() {
    for (var path :
        List.of("/v2/account", "/v2/regions", "/v2/sizes", "/v2/images", "/v2/actions")) {
      assertThat(account.get(path).status()).as(path).isEqualTo(200);
    }
    // The validator reads a place that may be a number or a text as a number only.
    assertThat(account.wrong("GET", "/v2/images/ubuntu-24-04-x64", "").status()).isEqualTo(200);
    assertThat(account.get("/v2/images/180000001").status()).isEqualTo(200);
    assertThat(account.get("/v2/images/9").status()).isEqualTo(404);
    assertThat(account.get("/v2/images?private=true").json().path("images")).hasSize(1);
  }

  @Test
  void snapshotsHaveTextIdsANumberForDropletsAndAUuidForVolumes() {
    assertThat(account.get("/v2/snapshots").json().path("snapshots")).hasSize(2);
    var droplets = account.get("/v2/snapshots?resource_type=droplet").json().path("snapshots");
    assertThat(droplets).hasSize(1);
    assertThat(droplets.get(0).path("id").isTextual()).isTrue();
    var volumes = account.get("/v2/snapshots?resource_type=volume").json().path("snapshots");
    assertThat(volumes.get(0).path("id").asText()).contains("-");
  }

  @Test
  void aSnapshotIsPutWhereAnOperatorWantsIt() {
    account.call(
        "PUT",
        "/simulator/snapshots/77",
        "{\"name\":\"big\",\"min_disk\":100,\"regions\":[\"fra1\"]}");
    var order = "{\"name\":\"a\",\"region\":\"%s\",\"size\":\"%s\",\"image\":\"77\"}";
    assertThat(post(order.formatted("nyc3", "s-4vcpu-8gb")).status()).isEqualTo(422);
    assertThat(post(order.formatted("fra1", "s-1vcpu-1gb")).status()).isEqualTo(422);
    assertThat(post(order.formatted("fra1", "s-4vcpu-8gb")).status()).isEqualTo(202);
  }

  private Reply post(String order) {
    return account.call("POST", "/v2/droplets", order);
  }

  @Test
  void tagsAreMadeByHandOrByADroplet() {
    assertThat(account.call("POST", "/v2/tags", "{\"name\":\"made\"}").status()).isEqualTo(201);
    var id = account.created("a", "borne");
    assertThat(account.get("/v2/tags").json().at("/meta/total").asInt()).isEqualTo(2);
    var resources =
        "{\"resources\":[{\"resource_id\":\"" + id + "\",\"resource_type\":\"droplet\"}]}";
    assertThat(account.call("POST", "/v2/tags/made/resources", resources).status()).isEqualTo(204);
    assertThat(account.droplet(id).path("tags").toString()).isEqualTo("[\"borne\",\"made\"]");
    assertThat(account.get("/v2/tags/made").json().at("/tag/resources/count").asInt()).isOne();
    assertThat(account.call("DELETE", "/v2/tags/made/resources", resources).status())
        .isEqualTo(204);
    assertThat(account.delete("/v2/tags/borne").status()).isEqualTo(204);
    assertThat(account.droplet(id).path("tags")).isEmpty();
    assertThat(account.get("/v2/tags/none").status()).isEqualTo(404);
    assertThat(account.call("POST", "/v2/tags/none/resources", resources).status()).isEqualTo(404);
  }

  @Test
  void aBadTagIsRefusedInAFormOfItsOwn() {
    var reply = account.wrong("POST", "/v2/tags", "{\"name\":\"a b\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().has("id")).isFalse();
    assertThat(reply.json().has("root_causes")).isTrue();
  }

  @Test
  void domainsAndTheirRecordsAreKept() throws IOException {
    assertThat(account.call("POST", "/v2/domains", "{\"name\":\"play.example.com\"}").status())
        .isEqualTo(201);
    var a = "{\"type\":\"A\",\"name\":\"s1\",\"data\":\"10.214.0.2\",\"ttl\":60}";
    var path = "/v2/domains/play.example.com/records";
    var made = account.call("POST", path, a);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    long id = made.json().at("/domain_record/id").asLong();
    account.call("POST", path, a.replace("s1", "s2"));
    restart();
    var found = account.get(path + "?type=A&name=s1.play.example.com").json();
    assertThat(found.path("domain_records")).hasSize(1);
    assertThat(found.at("/domain_records/0/ttl").asInt()).isEqualTo(60);
    var patched = "{\"type\":\"A\",\"data\":\"10.214.0.3\"}";
    assertThat(account.call("PATCH", path + "/" + id, patched).json().at("/domain_record/data"))
        .hasToString("\"10.214.0.3\"");
    assertThat(account.delete(path + "/" + id).status()).isEqualTo(204);
    assertThat(account.get(path + "/" + id).status()).isEqualTo(404);
    assertThat(account.get(path).json().at("/meta/total").asInt()).isOne();
    assertThat(account.delete("/v2/domains/play.example.com").status()).isEqualTo(204);
    assertThat(account.get(path).status()).isEqualTo(404);
  }

  @Test
  void keysAreKeptAndFoundByNumberOrFingerprint() {
    var body = "{\"name\":\"mine\",\"public_key\":\"ssh-ed25519 AAAA me\"}";
    var made = account.call("POST", "/v2/account/keys", body);
    assertThat(made.status()).isEqualTo(201);
    var print = made.json().at("/ssh_key/fingerprint").asText();
    assertThat(account.get("/v2/account/keys").json().at("/meta/total").asInt()).isOne();
    assertThat(account.wrong("GET", "/v2/account/keys/" + print, "").status()).isEqualTo(200);
    assertThat(account.call("POST", "/v2/account/keys", body).status()).isEqualTo(422);
    var id = made.json().at("/ssh_key/id").asLong();
    assertThat(account.delete("/v2/account/keys/" + id).status()).isEqualTo(204);
    assertThat(account.get("/v2/account/keys/" + id).status()).isEqualTo(404);
  }

  /// Unchecked: the validator takes the `tags` of a firewall, an allOf of a list and a bare
  /// description, for an object.
  @Test
  void firewallsAreKept() throws IOException {
    var rule =
        "{\"name\":\"games\",\"tags\":[\"overwinter\"],\"inbound_rules\":[{\"protocol\":\"tcp\","
            + "\"ports\":\"7777\",\"sources\":{\"addresses\":[\"0.0.0.0/0\"]}}]}";
    var made = account.raw("POST", "/v2/firewalls", rule);
    assertThat(made.status()).as(made.text()).isEqualTo(202);
    var path = "/v2/firewalls/" + made.json().at("/firewall/id").asText();
    restart();
    assertThat(account.raw("GET", path, "").json().at("/firewall/tags/0").asText())
        .isEqualTo("overwinter");
    var list = account.raw("GET", "/v2/firewalls", "").json();
    assertThat(list.at("/meta/total").asInt()).isOne();
    assertThat(account.raw("POST", "/v2/firewalls", rule).status()).isEqualTo(409);
    assertThat(account.raw("POST", "/v2/firewalls", "{\"name\":\"none\"}").status()).isEqualTo(422);
    assertThat(account.raw("DELETE", path, "").status()).isEqualTo(204);
    assertThat(account.raw("GET", path, "").status()).isEqualTo(404);
  }
}
