package dev.overwinter.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private static final long MEBIBYTE = 1024L * 1024;

  @Test
  @Tag("ROOM-28")
  void moreMemoryBearsMoreSockets() {
    assertThat(new Capacity(12_000, 512 * MEBIBYTE).sockets())
        .isGreaterThan(new Capacity(12_000, 256 * MEBIBYTE).sockets());
  }

  @Test
  void howeverMuchMemoryThereIsTheConnectionsBindThem() {
    assertThat(new Capacity(12_000, Long.MAX_VALUE).sockets()).isEqualTo(9_600);
  }

  @Test
  void aFifthOfTheConnectionsIsLeftForEverythingElse() {
    var capacity = new Capacity(12_000, 256 * MEBIBYTE);
    assertThat(capacity.connections() - capacity.sockets())
        .isEqualTo(capacity.connections() / 5)
        .isPositive();
  }

  @Test
  void inTheSmallestHeapSomebodyCanListen() {
    assertThat(new Capacity(12_000, MEBIBYTE).sockets()).isPositive();
  }
}
