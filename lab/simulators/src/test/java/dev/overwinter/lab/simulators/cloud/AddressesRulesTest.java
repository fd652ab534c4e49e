package dev.overwinter.lab.simulators.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AddressesRulesTest {

  @Test
  void aBlockGivesEachAddressOnceThenGoesAround() {
    var block = Addresses.parse("10.214.0.0/29");
    var taken = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      assertThat(taken.add(block.next(i, taken))).isTrue();
    }
    assertThat(taken)
        .containsExactlyInAnyOrder(
            "10.214.0.2", "10.214.0.3", "10.214.0.4", "10.214.0.5", "10.214.0.6");
    assertThatThrownBy(() -> block.next(5, taken)).hasMessageContaining("no address left");
    assertThat(block.next(5, Set.of())).isEqualTo("10.214.0.2");
  }

  @Test
  void aBlockKnowsItsGatewayAndMask() {
    var block = Addresses.parse("10.214.32.0/19");
    assertThat(block.gateway()).isEqualTo("10.214.32.1");
    assertThat(block.netmask()).isEqualTo("255.255.224.0");
    assertThat(block).hasToString("10.214.32.0/19");
    assertThat(block.capacity()).isEqualTo(8_189);
    assertThat(block.isLoopback()).isFalse();
    assertThat(Addresses.parse("127.214.0.0/19").isLoopback()).isTrue();
  }
}
