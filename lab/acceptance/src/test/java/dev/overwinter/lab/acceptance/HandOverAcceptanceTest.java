package dev.overwinter.lab.acceptance;

import static dev.overwinter.lab.acceptance.Stage.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.catalogue.GameProtocol;
import dev.overwinter.durable.Payloads;
import dev.overwinter.lab.launcher.Part;
import dev.overwinter.lab.launcher.Platform;
import dev.overwinter.lab.launcher.PlatformConfig;
import dev.overwinter.proxy.route.RouteChange;
import dev.overwinter.servers.Endpoint;
import dev.overwinter.servers.RouteView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The proxy is replaced under its players: whole processes, by the way that `./overwinter restart
/// proxy` takes. Only the proxy runs here, on routes that it finds on its disk; the whole platform
/// is in [ReplacedProxyAcceptanceTest].
@Tag("P-09")
@Timeout(180)
final class HandOverAcceptanceTest {
  private static final int ENOUGH = 100;

  private final List<String> news = new CopyOnWriteArrayList<>();
  @TempDir private Path home = Path.of(".");

  @Test
  void sessionsGoOnAndNewOnesComeInWhileTheProxyIsReplacedTwice() throws Exception {
    try (var game = new EchoGame();
        var platform = proxyInFrontOf(game)) {
      var port = route(game).port();
      try (var stream = new CheckedStream(port);
          var joiners = new Joiners(port)) {
        stream.awaitBytes(1 << 20);
        for (var replaced = 0; replaced < 2; replaced++) {
          var old = platform.process(Part.PROXY).pid().orElseThrow();
          var joined = joiners.joined();
          platform.replaceProxy();
          assertThat(platform.process(Part.PROXY).pid()).isNotEmpty();
          assertThat(platform.process(Part.PROXY).pid().getAsLong()).isNotEqualTo(old);
          joiners.await(joined + ENOUGH);
          stream.awaitBytes(stream.bytes() + (1 << 20));
        }
        assertThat(joiners.failures()).isEmpty();
        assertThat(joiners.joined()).isGreaterThan(2 * ENOUGH);
        assertThat(stream.problem()).isEmpty();
        // The second process has nobody left; the first one still has the stream.
        await().atMost(seconds(30)).until(() -> leavers().size() == 1);
        stream.awaitBytes(stream.bytes() + (1 << 20));
        assertThat(stream.problem()).isEmpty();
      }
      await().atMost(seconds(30)).until(() -> leavers().isEmpty());
    }
    assertThat(news).noneMatch(line -> line.contains("starting it again"));
  }

  @Test
  void aSuccessorThatIsKilledTakesNobodyWithItWhoStayedWithTheOldOne() throws Exception {
    try (var game = new EchoGame();
        var platform = proxyInFrontOf(game);
        var stream = new CheckedStream(route(game).port())) {
      stream.awaitBytes(1 << 16);
      var old = platform.process(Part.PROXY).pid().getAsLong();
      platform.replaceProxy();
      platform.process(Part.PROXY).killHard();
      platform.process(Part.PROXY).awaitHealthy(seconds(60));
      stream.awaitBytes(stream.bytes() + (1 << 16));
      assertThat(stream.problem()).isEmpty();
      assertThat(ProcessHandle.of(old)).isPresent();
    }
  }

  private Platform proxyInFrontOf(EchoGame game) throws IOException, InterruptedException {
    var snapshot = home.resolve("data/proxy/routes");
    Files.createDirectories(snapshot.getParent());
    var routes = new RouteChange(1, true, List.of(route(game)), List.of());
    Files.write(snapshot, Payloads.mapper().writeValueAsBytes(routes));
    var config =
        PlatformConfig.forTest(Stage.ROOT, home)
            .withParts(EnumSet.of(Part.PROXY))
            .with("OVERWINTER_PROXY_BIND", "127.0.0.1");
    return Platform.start(config, news::add);
  }

  private static RouteView route(EchoGame game) {
    return new RouteView(
        "echo",
        "Echo",
        "echo",
        GameProtocol.RAW_TCP,
        game.publicPort(),
        "AWAKE",
        "",
        new Endpoint("127.0.0.1", game.port()),
        30,
        "in %s s",
        List.of(),
        "",
        1,
        20,
        false);
  }

  private List<String> leavers() throws IOException {
    try (var records = Files.list(home.resolve("run"))) {
      return records
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("proxy-leaving-"))
          .toList();
    }
  }
}
