package dev.overwinter.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.servers.RouteView;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// Many sleeping servers whose games speak in datagrams.
class ManyDoorsIT {
  private static final int SERVERS = 3_000;

  @Test
  void thousandsOfPortsForDatagramsAreOpenInLittleMemory() throws Exception {
    var views = new ArrayList<RouteView>();
    for (var port = 21_000; views.size() < SERVERS; port++) {
      if (isFree(port)) {
        var view = Views.view(GameProtocol.BEDROCK, port, "ASLEEP", null);
        views.add(Views.id(view, "server-" + port));
      }
    }
    var before = heapUsed();
    try (var proxy = new TestProxy(views.toArray(RouteView[]::new));
        var list = new UdpClient(views.getLast().port())) {
      assertThat(proxy.proxy().listeners()).isEqualTo(SERVERS);
      assertThat(list.send(Datagrams.bedrockPing()).receive()).isNotEmpty();
      System.out.printf(
          "%d UDP ports: %d bytes of heap each%n", SERVERS, (heapUsed() - before) / SERVERS);
      assertThat((heapUsed() - before) / SERVERS).isLessThan(8 * 1024);
    }
  }

  private static boolean isFree(int port) {
    try (var _ =
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      return true;
    } catch (SocketException _) {
      return false;
    }
  }

  private static long heapUsed() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
