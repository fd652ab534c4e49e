package dev.overwinter.universe.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Who is said to be there, and how often.
final class PresenceTest {
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Clock clock = clock();

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  private Presence presence() {
    return new Presence((key, _) -> keys.add(key), clock);
  }

  private void said(int times) {
    await().atMost(Duration.ofSeconds(10)).until(() -> keys.size() == times);
  }

  @Test
  void whoOnlyLooksIsSeenOnceInTenMinutes() {
    var presence = presence();
    for (int look = 0; look < 100; look++) {
      presence.looked(7);
    }
    said(1);
    now = now.plus(Presence.EVERY).minusSeconds(1);
    presence.looked(7);
    now = now.plusSeconds(1);
    presence.looked(7);
    said(2);
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void twoProcessesSayTheSame() {
    presence().looked(7);
    presence().looked(7);
    said(2);
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
  }

  @Test
  void whoComesIsSeenAtOnceButOnceAMinuteHoweverOftenTheyCome() {
    var presence = presence();
    for (int knock = 0; knock < 100; knock++) {
      presence.arrived(7);
      presence.looked(7);
    }
    said(1);
    presence.arrived(8);
    said(2);
    now = now.plus(Presence.AGAIN).minusSeconds(1);
    presence.arrived(7);
    now = now.plusSeconds(1);
    presence.arrived(7);
    said(3);
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void whoComesWhileNobodyAnswersIsNotSaidAtEachKnock() {
    var presence =
        new Presence(
            (key, _) -> {
              keys.add(key);
              throw new IllegalStateException("nobody answers");
            },
            clock);
    for (int knock = 0; knock < 100; knock++) {
      presence.arrived(7);
    }
    now = now.plus(Presence.AGAIN);
    presence.arrived(7);
    said(2);
  }

  @Test
  void whatFailedIsTriedAgainAMinuteLater() {
    var presence =
        new Presence(
            (key, _) -> {
              keys.add(key);
              throw new IllegalStateException("nobody answers");
            },
            clock);
    presence.looked(7);
    said(1);
    now = now.plusSeconds(61);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> {
          presence.looked(7);
          return keys.size() == 2;
        });
  }

  @Test
  void nobodyWaitsForIt() {
    var held = new CountDownLatch(1);
    var presence =
        new Presence(
            (key, _) -> {
              keys.add(key);
              awaited(held);
            },
            clock);
    for (int player = 0; player < 100; player++) {
      presence.looked(player);
    }
    said(8);
    held.countDown();
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
