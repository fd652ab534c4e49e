package dev.overwinter.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.nodes.NodeStanding;
import dev.overwinter.nodes.Wish;
import dev.overwinter.notices.News;
import dev.overwinter.notices.NewsKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerNewsRulesTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

  private String label = "";
  private String why = "";
  private Instant since = Instant.EPOCH;
  private long version;
  private final List<NewsKind> said = new ArrayList<>();

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  private static ServerState.Awake awake(int seconds) {
    return new ServerState.Awake(at(seconds), new Endpoint("10.213.0.10", 25_565), "c@" + seconds);
  }

  /// One row after the other, as the recorder writes them.
  private void row(ServerState is) {
    ServerNews.of(label, why, since, view(is, ++version)).map(News::kind).ifPresent(said::add);
    label = is.label();
    why = is.reason();
    since = is.since();
  }

  private static ServerView view(ServerState is, long version) {
    return new ServerView(
        Servers.lobby("s1"),
        version,
        is,
        null,
        Occupancy.none(BEGIN),
        null,
        Duration.ZERO,
        "test",
        BEGIN,
        Crashes.NONE,
        NodeStanding.SERVING,
        Kept.NOTHING,
        List.of());
  }

  private static ServerState.Hibernating stopping(int seconds, String why, boolean wake) {
    return new ServerState.Hibernating(at(seconds), why, false, wake, awake(3), wake ? why : "");
  }

  @Test
  void tellsAnEvening() {
    row(new ServerState.Creating(at(0), false));
    row(new ServerState.Asleep(at(1), "created"));
    assertThat(said).as("nobody waits for that").isEmpty();
    row(new ServerState.Waking(at(2), 1));
    row(new ServerState.Waking(at(2), 2));
    row(awake(3));
    row(awake(3));
    row(stopping(4, "empty for 15 min", false));
    row(new ServerState.Asleep(at(5), "empty for 15 min"));
    assertThat(said).containsExactly(NewsKind.STARTED, NewsKind.READY, NewsKind.ASLEEP);
  }

  @Test
  void saysWhatItWasAboutAndWhy() {
    var is = new ServerState.Asleep(at(5), "empty for 15 min");
    assertThat(ServerNews.of("HIBERNATING", "empty for 15 min", at(4), view(is, 7)))
        .contains(
            new News("s1", "row/7", NewsKind.ASLEEP, at(5), "lobby", "lobby", "empty for 15 min"));
  }

  @Test
  void aStopThatPlayersStoppedIsNoNews() {
    row(awake(3));
    row(stopping(9, "empty for 15 min", false));
    row(awake(3));
    assertThat(said).containsExactly(NewsKind.READY);
  }

  @Test
  void rowsThatBecameOneStillSayWhereItIs() {
    row(new ServerState.Asleep(at(1), "created"));
    row(awake(3));
    row(awake(7));
    row(new ServerState.Asleep(at(8), "crashed: exit code 1"));
    row(stopping(9, "empty", false));
    row(awake(10));
    assertThat(said)
        .containsExactly(NewsKind.READY, NewsKind.READY, NewsKind.CRASHED, NewsKind.READY);
  }

  @Test
  void aCrashIsToldOnce() {
    row(awake(3));
    row(new ServerState.Waking(at(4), 1, "crashed: exit code 139"));
    row(awake(5));
    row(stopping(6, "froze: silent for 60 s", true));
    row(new ServerState.Waking(at(7), 1, "froze: silent for 60 s"));
    row(awake(8));
    row(
        new ServerState.Failed(
            at(9), "crashed: exit code 1; 3 times in 10 min", true, Duration.ofMinutes(5)));
    assertThat(said)
        .containsExactly(
            NewsKind.READY,
            NewsKind.CRASHED,
            NewsKind.READY,
            NewsKind.CRASHED,
            NewsKind.STARTED,
            NewsKind.READY,
            NewsKind.CRASHED);
  }

  @Test
  void whatCannotBeStartedIsTold() {
    row(new ServerState.Waking(at(2), 1));
    row(new ServerState.Failed(at(3), "no such image", true, Duration.ofMinutes(5)));
    row(new ServerState.Failed(at(4), "no such image", true, Duration.ofMinutes(5)));
    assertThat(said).containsExactly(NewsKind.STARTED, NewsKind.FAILED);
  }

  @Test
  void aWorldThatCameFromABackupIsTold() {
    row(new ServerState.Relocating(at(2), "b1", false));
    row(new ServerState.Asleep(at(3), "restarted elsewhere"));
    row(new ServerState.Relocating(at(4), "b1", true));
    row(new ServerState.Waking(at(5), 1));
    row(new ServerState.Deleting(at(6)));
    row(new ServerState.Deleted(at(7), ""));
    assertThat(said).containsExactly(NewsKind.RESTORED, NewsKind.RESTORED);
  }

  @Test
  void aMoveBetweenNodesIsNoRestore() {
    row(awake(1));
    var transfer =
        new Transfer(at(2), new TransferRequest("admin", Wish.node("attic"), false, "r"), "attic");
    row(
        new ServerState.Hibernating(
            at(2), transfer.words(), false, true, awake(1), "moved", transfer));
    row(new ServerState.Relocating(at(3), "", true, transfer.in(Transfer.Phase.SAVING)));
    row(new ServerState.Relocating(at(3), "b1", true, transfer.in(Transfer.Phase.FILLING)));
    row(new ServerState.Waking(at(4), 1, "moved to node attic by admin"));
    row(awake(5));
    assertThat(said)
        .containsExactly(NewsKind.READY, NewsKind.ASLEEP, NewsKind.STARTED, NewsKind.READY);
    row(new ServerState.Asleep(at(6), "empty for 15 min"));
    row(new ServerState.Relocating(at(7), "", false, transfer.in(Transfer.Phase.SAVING)));
    row(new ServerState.Relocating(at(7), "b2", false, transfer.undone("cancelled by admin")));
    row(new ServerState.Asleep(at(8), "not moved to node attic: cancelled by admin"));
    assertThat(said).as("it slept all the time").hasSize(5).endsWith(NewsKind.ASLEEP);
  }
}
