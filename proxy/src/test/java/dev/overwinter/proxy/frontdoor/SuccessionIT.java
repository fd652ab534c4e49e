package dev.overwinter.proxy.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the kernel does with two listeners of one port, in the terms of a real one.
@Tag("P-09")
class SuccessionIT {
  private static final int COMERS = 60;

  @Test
  void whoComesAfterItGaveWayMeetsTheSuccessorAlone() throws Exception {
    try (var old = listener(0);
        var next = listener(port(old))) {
      assertThat(accepted(old, next)).as("dealt out among both").isBetween(1, COMERS - 1);
      assertThat(Succession.prefer(Set.of(port(old)))).isEqualTo(2);
      assertThat(accepted(old, next)).isZero();
    }
  }

  @Test
  void whoGaveWayToNobodyIsMetAllTheSame() throws Exception {
    try (var old = listener(0)) {
      assertThat(Succession.prefer(Set.of(port(old)))).isOne();
      assertThat(accepted(old, old)).isEqualTo(COMERS);
    }
  }

  @Test
  void theSuccessorOfASuccessorIsMetToo() throws Exception {
    var old = listener(0);
    try (var next = listener(port(old))) {
      Succession.prefer(Set.of(port(old)));
      old.close();
      assertThat(accepted(next, next)).isEqualTo(COMERS);
      try (var last = listener(port(next))) {
        Succession.prefer(Set.of(port(next)));
        assertThat(accepted(next, last)).isZero();
      }
    }
  }

  @Test
  void otherPortsAreLeftAlone() throws Exception {
    try (var stranger = listener(0);
        var other = listener(0)) {
      assertThat(Succession.prefer(Set.of(port(stranger)))).isOne();
      assertThat(accepted(other, other)).isEqualTo(COMERS);
    }
  }

  /// How many of those who come are the first one's.
  private static int accepted(ServerSocketChannel first, ServerSocketChannel second)
      throws IOException {
    var comers = new ArrayList<Socket>();
    try {
      for (var comer = 0; comer < COMERS; comer++) {
        comers.add(new Socket(InetAddress.getLoopbackAddress(), port(second)));
      }
      var met = new int[2];
      await()
          .until(() -> {
            met[0] += take(first);
            met[1] += first.equals(second) ? 0 : take(second);
            return met[0] + met[1] == COMERS;
          });
      return met[0];
    } finally {
      for (var comer : List.copyOf(comers)) {
        comer.close();
      }
    }
  }

  private static int take(ServerSocketChannel listener) throws IOException {
    var taken = 0;
    for (var peer = listener.accept(); peer != null; peer = listener.accept()) {
      peer.close();
      taken++;
    }
    return taken;
  }

  private static ServerSocketChannel listener(int port) throws IOException {
    var listener = ServerSocketChannel.open();
    listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    listener.configureBlocking(false);
    return listener;
  }

  private static int port(ServerSocketChannel listener) throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }
}
