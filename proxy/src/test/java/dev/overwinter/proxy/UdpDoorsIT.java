package dev.overwinter.proxy;

import static dev.overwinter.proxy.Datagrams.hex;
import static dev.overwinter.proxy.Datagrams.sourceInfo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.catalogue.JoinRule;
import dev.overwinter.proxy.seat.Patience;
import dev.overwinter.proxy.seat.Seat;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteDoor;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Games with several doors, over TCP and UDP, in one process and through a change of processes.
class UdpDoorsIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Map<String, String> SHORT_LIVES =
      Map.of("OVERWINTER_PROXY_UDP_IDLE", "2s", "OVERWINTER_PROXY_UDP_UNANSWERED", "2s");

  private final int port;
  @TempDir private Path state = Path.of(".");

  UdpDoorsIT() throws IOException {
    port = UdpGame.freePort();
  }

  @Test
  @Tag("P-14")
  void allDoorsOfAGameAreOneServerForTheWorkflow() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var query = new UdpGame(_ -> Optional.of(hex("ffffffff 49")));
        var api = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(SHORT_LIVES, house(game, query, api, "ASLEEP", null));
        var player = new UdpClient(port);
        var other = new UdpClient(port);
        var list = new UdpClient(port + 1)) {
      player.send("first");
      other.send("second");
      var caller = proxy.connect(port + 2);
      caller.getOutputStream().write("third".getBytes(StandardCharsets.UTF_8));
      await().until(() -> proxy.proxy().waiting() == 3);
      proxy.waker().answer(FakeWaker.ready(game.endpoint()));
      assertThat(player.text()).isEqualTo("first");
      assertThat(other.text()).isEqualTo("second");
      assertThat(caller.getInputStream().readNBytes(5)).hasSize(5);
      proxy.tell(house(game, query, api, "AWAKE", game.endpoint()));
      assertThat(list.send(sourceInfo()).receive()).isEqualTo(hex("ffffffff 49"));
      // Every datagram player has fallen silent, and the game is occupied for all that.
      await().until(() -> proxy.proxy().sessions().count() == 1);
      assertThat(proxy.waker().words()).containsExactly("wake");
      assertThat(player.send("back").text()).isEqualTo("back");
      caller.close();
      await().until(() -> proxy.proxy().sessions().count() == 1);
      assertThat(proxy.waker().words()).containsExactly("wake");
      await().until(() -> proxy.waker().words().size() == 2);
      assertThat(proxy.waker().words()).containsExactly("wake", "left");
    }
  }

  @Test
  @Tag("P-14")
  void oneNumberCarriesConnectionsAndDatagrams() throws Exception {
    var inside = UdpGame.freePort();
    try (var game = new UdpGame(inside, UdpGame.ECHO);
        var api = new FakeGame(inside, FakeGame.ECHO)) {
      var view =
          Views.doors(
              "ASLEEP",
              null,
              Views.door(GameProtocol.RAW_UDP, port, inside),
              Views.door(GameProtocol.RAW_TCP, port, inside));
      try (var proxy = new TestProxy(view);
          var player = new UdpClient(port);
          var caller = proxy.connect(port)) {
        proxy.waker().alwaysReady(game.endpoint());
        assertThat(player.send("datagram").text()).isEqualTo("datagram");
        caller.getOutputStream().write(1);
        assertThat(caller.getInputStream().read()).isEqualTo(1);
        assertThat(api.accepted()).isEqualTo(1);
        assertThat(proxy.waker().words()).containsExactly("wake");
      }
    }
  }

  @Test
  @Tag("P-06")
  void aConnectionJoinsWhenItHasSentWhatIsDeclared() throws Exception {
    var door = new RouteDoor("game", GameProtocol.RAW_TCP, port, port, new JoinRule(4, "cafe"));
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(Views.doors("ASLEEP", null, door));
        var scanner = proxy.connect(port);
        var player = proxy.connect(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      scanner.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(scanner.getInputStream().read()).isEqualTo(-1);
      player.getOutputStream().write(hex("cafe00"));
      assertThat(proxy.waker().words()).isEmpty();
      player.getOutputStream().write(hex("01"));
      assertThat(player.getInputStream().readNBytes(4)).isEqualTo(hex("cafe0001"));
      assertThat(proxy.waker().words()).containsExactly("wake");
    }
  }

  @Test
  @Tag("P-09")
  void aPortOfDatagramsIsHandedOverWhenItsLastPlayerHasLeft() throws Exception {
    try (var game = new UdpGame(UdpGame.ECHO);
        var old = proxy(raw("AWAKE", game.endpoint()));
        var player = new UdpClient(port);
        var newcomer = new UdpClient(port)) {
      old.waker().alwaysReady(game.endpoint());
      assertThat(player.send("before").text()).isEqualTo("before");
      try (var next = new TestProxyBeside(state, raw("AWAKE", game.endpoint()))) {
        next.waker().alwaysReady(game.endpoint());
        var drained = CompletableFuture.runAsync(() -> old.proxy().drain(Patience.of(LONG)));
        // Who is there stays, and who comes meanwhile is received as well.
        for (var i = 0; i < 20; i++) {
          assertThat(player.send("during " + i).text()).isEqualTo("during " + i);
        }
        assertThat(newcomer.send("new").text()).isEqualTo("new");
        assertThat(next.waker().words()).doesNotContain("wake");
        assertThat(drained).isNotDone();
        drained.get(); // both have fallen silent
        await().until(() -> newcomer.send("again").receive(Duration.ofMillis(200)).isPresent());
        assertThat(next.waker().words()).endsWith("wake");
        assertThat(old.waker().words().getLast()).isEqualTo("left");
      }
    }
  }

  @Test
  void aPortOfDatagramsThatIsSomebodyElsesIsOpenedWhenItIsFree() throws Exception {
    var stranger = new UdpGame(port, UdpGame.ECHO);
    try (var game = new UdpGame(UdpGame.ECHO);
        var proxy = new TestProxyBeside(state, raw("AWAKE", game.endpoint()));
        var player = new UdpClient(port)) {
      proxy.waker().alwaysReady(game.endpoint());
      stranger.close();
      await().until(() -> player.send("hello").receive(Duration.ofMillis(200)).isPresent());
      assertThat(game.received()).isPositive();
    }
  }

  @Test
  void aRouteThatIsGoneGivesItsPortBack() throws Exception {
    try (var proxy = new TestProxy(raw("ASLEEP", null))) {
      assertThatIOException().isThrownBy(() -> new UdpGame(port, UdpGame.ECHO).close());
      proxy.tell();
      await().until(() -> proxy.proxy().listeners() == 0);
      new UdpGame(port, UdpGame.ECHO).close();
    }
  }

  private RouteView house(
      UdpGame game, UdpGame query, FakeGame api, String state, @Nullable Endpoint at) {
    return Views.doors(
        state,
        at,
        Views.door(GameProtocol.RAW_UDP, port, game.endpoint().port()),
        Views.door(GameProtocol.SOURCE, port + 1, query.endpoint().port()),
        Views.door(GameProtocol.RAW_TCP, port + 2, api.endpoint().port()));
  }

  private TestProxy proxy(RouteView route) throws IOException {
    return new TestProxy(SHORT_LIVES, Seat.take("local", state), route);
  }

  private RouteView raw(String state, @Nullable Endpoint at) {
    return Views.view(GameProtocol.RAW_UDP, port, state, at);
  }
}
