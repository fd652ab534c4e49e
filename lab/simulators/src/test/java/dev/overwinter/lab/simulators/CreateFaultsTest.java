package dev.overwinter.lab.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.lab.simulators.faults.Fault;
import dev.overwinter.lab.simulators.faults.FaultSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CreateFaultsTest extends SimulatorTest {
  private static final Duration SOME = Duration.ofSeconds(7);

  @Test
  void listLag() {
    arm(Fault.LIST_LAG, FaultSpec.always().lasting(SOME));
    var id = account.created("a", "t");
    assertThat(account.get("/v2/droplets/" + id).status()).isEqualTo(200);
    assertThat(listed("tag_name=t")).isZero();
    assertThat(listed("name=a")).isZero();
    forward(SOME);
    assertThat(listed("tag_name=t")).isEqualTo(1);
  }

  @Test
  void slowActive() {
    arm(Fault.SLOW_ACTIVE, FaultSpec.always().lasting(SOME));
    var id = account.created("a", "t");
    forward(PROVISION);
    assertThat(status(id)).isEqualTo("new");
    forward(SOME);
    assertThat(status(id)).isEqualTo("active");
  }

  @Test
  void neverActive() {
    arm(Fault.NEVER_ACTIVE, FaultSpec.times(1));
    var id = account.created("a", "t");
    forward(Duration.ofDays(1));
    assertThat(status(id)).isEqualTo("new");
    assertThat(account.droplet(id).at("/networks/v4")).isEmpty();
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
  }

  @Test
  void activeBeforeAnyAddress() {
    arm(Fault.ADDRESS_LAG, FaultSpec.always().lasting(SOME));
    var id = account.created("a", "t");
    forward(PROVISION);
    assertThat(status(id)).isEqualTo("active");
    assertThat(account.droplet(id).at("/networks/v4")).isEmpty();
    forward(SOME);
    assertThat(account.droplet(id).at("/networks/v4")).hasSize(2);
  }

  @Test
  void thePrivateAddressComesFirstAndStandsFirst() {
    arm(Fault.PRIVATE_FIRST, FaultSpec.always().lasting(SOME));
    var id = account.created("a", "t");
    forward(PROVISION);
    assertThat(account.droplet(id).at("/networks/v4")).hasSize(1);
    assertThat(account.droplet(id).at("/networks/v4/0/type").asText()).isEqualTo("private");
    forward(SOME);
    assertThat(account.droplet(id).at("/networks/v4/0/type").asText()).isEqualTo("private");
    assertThat(account.droplet(id).at("/networks/v4/1/type").asText()).isEqualTo("public");
  }

  @Test
  void anAcceptedDropletVanishesAndCostsNothing() {
    arm(Fault.VANISH, FaultSpec.always().lasting(SOME));
    var reply = account.create("a", "");
    var path = "/v2/droplets/" + reply.json().at("/droplet/id").asLong();
    assertThat(account.get(path).status()).isEqualTo(200);
    forward(SOME);
    assertThat(account.get(path).status()).isEqualTo(404);
    assertThat(account.delete(path).status()).isEqualTo(404);
    assertThat(listed("name=a")).isZero();
    var action = "/v2/actions/" + reply.json().at("/links/actions/0/id").asLong();
    assertThat(account.get(action).json().at("/action/status").asText()).isEqualTo("errored");
    assertThat(account.get("/simulator/bill").json().path("micros").asLong()).isZero();
  }

  @Test
  void aLockedDropletCannotBeDestroyedYet() {
    arm(Fault.LOCKED, FaultSpec.always().lasting(SOME));
    var id = account.created("a", "t");
    var refused = account.delete("/v2/droplets/" + id);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("message").asText())
        .isEqualTo("Droplet already has a pending event.");
    assertThat(account.droplet(id).path("locked").asBoolean()).isTrue();
    forward(PROVISION.plus(SOME));
    assertThat(account.delete("/v2/droplets/" + id).status()).isEqualTo(204);
  }

  @Test
  void idsPassTwoToTheThirtyFirstAndStayThere() {
    arm(Fault.BIG_ID, FaultSpec.times(1));
    assertThat(account.created("a", "t")).isGreaterThan(Integer.MAX_VALUE);
    assertThat(account.created("b", "t")).isGreaterThan(Integer.MAX_VALUE);
  }

  @Test
  void aFreedAddressIsGivenOutAgain() {
    var first = account.created("a", "t");
    forward(PROVISION);
    var address = account.droplet(first).at("/networks/v4/0/ip_address").asText();
    account.delete("/v2/droplets/" + first);
    arm(Fault.IP_REUSE, FaultSpec.always());
    var second = account.created("b", "t");
    var third = account.created("c", "t");
    forward(PROVISION);
    assertThat(account.droplet(second).at("/networks/v4/0/ip_address").asText()).isEqualTo(address);
    assertThat(account.droplet(third).at("/networks/v4/0/ip_address").asText())
        .isNotEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROPLET_LIMIT|creating this/these droplet(s) will exceed your droplet limit",
        "SIZE_SOLD_OUT|Size is not available in this region.",
        "REGION_SOLD_OUT|Region is not available.",
        "TRY_AGAIN|Something went wrong on our side, please try again.",
      })
  void aCreationIsRefusedAndNothingIsMade(Fault fault, String message) {
    arm(fault, FaultSpec.times(1));
    var reply = account.create("a", "");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().path("message").asText()).isEqualTo(message);
    assertThat(simulator.cloud().everyone()).isEmpty();
    assertThat(account.create("a", "").status()).isEqualTo(202);
  }

  @Test
  void aRegionIsSoldOutWhileOthersAreNot() {
    arm(Fault.REGION_SOLD_OUT, FaultSpec.always().onlyFor("nyc3"));
    assertThat(account.create("a", "").status()).isEqualTo(422);
    var elsewhere = Account.order("a", "").replace("nyc3", "fra1");
    assertThat(account.call("POST", "/v2/droplets", elsewhere).status()).isEqualTo(202);
  }

  @Test
  void theDropletLimitHoldsWithoutAnyFault() {
    account.call("PUT", "/simulator/account", "{\"droplet_limit\":2}");
    assertThat(account.get("/v2/account").json().at("/account/droplet_limit").asInt()).isEqualTo(2);
    var first = account.created("a", "t");
    account.created("b", "t");
    assertThat(account.create("c", "").status()).isEqualTo(422);
    account.delete("/v2/droplets/" + first);
    assertThat(account.create("c", "").status()).isEqualTo(202);
  }

  private int listed(String query) {
    return account.get("/v2/droplets?" + query).json().at("/meta/total").asInt();
  }

  private String status(long id) {
    return account.droplet(id).path("status").asText();
  }
}
