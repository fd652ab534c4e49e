package dev.overwinter.proxy;

import static dev.overwinter.proxy.MinecraftClient.login;
import static dev.overwinter.proxy.Views.awake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// "A proxy that has no session on a server asks before it relays."
class OneRuleIT {
  private final int port = FakeGame.freePort();

  @Test
  @Tag("L-05")
  void theFirstPlayerAsksEvenWhenTheTableSaysAwakeAndTheLastOneSaysGoodbye() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      // What a predecessor said is taken back at the start.
      assertThat(proxy.waker().words()).containsExactly("left");
      var first = joined(proxy, "First");
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      var second = joined(proxy, "Second");
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      first.close();
      await().until(() -> proxy.proxy().sessions().count() == 1);
      var third = joined(proxy, "Third");
      second.close();
      third.close();
      await().until(() -> proxy.waker().words().size() == 3);
      assertThat(proxy.waker().words()).containsExactly("left", "wake", "left");
      joined(proxy, "Fourth").close();
      await().until(() -> proxy.waker().words().size() == 5);
      assertThat(proxy.waker().words()).containsExactly("left", "wake", "left", "wake", "left");
      var numbers = proxy.waker().heard().stream().map(h -> h.claim().seq()).toList();
      assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void whenNobodyCanBeAskedAnAwakeServerIsJoinedAndAnnouncedUntilHeard() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint()).unreachable(true);
      var before = System.nanoTime();
      var player = joined(proxy, "Brave");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(8));
      assertThat(proxy.waker().words()).doesNotContain("joined");
      proxy.waker().unreachable(false);
      await().until(() -> proxy.waker().words().getLast().equals("joined"));
      player.close();
      await().until(() -> proxy.waker().words().getLast().equals("left"));
    }
  }

  @Test
  void goodbyeIsSaidEvenIfNobodyListensAtFirst() throws Exception {
    try (var game = new FakeGame(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      var player = joined(proxy, "Leaver");
      proxy.waker().unreachable(true);
      player.close();
      await().until(() -> proxy.proxy().sessions().count() == 0);
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      proxy.waker().unreachable(false);
      await().until(() -> proxy.waker().words().size() == 3);
      assertThat(proxy.waker().words()).containsExactly("left", "wake", "left");
    }
  }

  @Test
  void aSleepingServerIsNotJoinedOnTheTablesWord() throws Exception {
    try (var proxy = new TestProxy(Views.asleep(port));
        var player = new MinecraftClient(port)) {
      proxy.waker().unreachable(true);
      player.send(login("Patient"));
      await().until(() -> proxy.waker().heard().size() >= 4);
      assertThat(proxy.proxy().waiting()).isEqualTo(1);
    }
  }

  @Test
  @Tag("L-06")
  void aGameThatIsSlowToAcceptIsNotAskedAboutAgainWhileItAcceptsOthers() throws Exception {
    try (var game = FakeGame.withFullHouse(FakeGame.ECHO);
        var proxy = new TestProxy(awake(port, game.endpoint()))) {
      proxy.waker().alwaysReady(game.endpoint());
      game.accept(1);
      var first = joined(proxy, "First");
      var crowd = new ArrayList<MinecraftClient>();
      for (var i = 0; i < 8; i++) {
        var player = new MinecraftClient(port);
        crowd.add(player);
        player.send(login("Crowd" + i));
      }
      // Past the first connect timeout of those for whom the kernel keeps no place.
      await()
          .pollDelay(Duration.ofMillis(2_600))
          .until(() -> proxy.proxy().sessions().count() >= 2);
      game.accept(100);
      await().atMost(Duration.ofSeconds(20)).until(() -> proxy.proxy().sessions().count() == 9);
      assertThat(proxy.waker().words()).containsExactly("left", "wake");
      first.close();
      for (var player : crowd) {
        player.close();
      }
    }
  }

  private MinecraftClient joined(TestProxy proxy, String name) throws Exception {
    var before = proxy.proxy().sessions().count();
    var player = new MinecraftClient(port);
    var hello = login(name);
    player.send(hello);
    assertThat(player.socket().getInputStream().readNBytes(hello.length)).isEqualTo(hello);
    assertThat(proxy.proxy().sessions().count()).isEqualTo(before + 1);
    return player;
  }
}
