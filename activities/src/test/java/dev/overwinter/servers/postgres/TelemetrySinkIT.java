package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.overwinter.servers.ServerState.Asleep;
import dev.overwinter.servers.ServerState.Deleted;
import dev.overwinter.servers.telemetry.LogLine;
import dev.overwinter.servers.telemetry.Progress;
import dev.overwinter.servers.telemetry.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.PGConnection;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TelemetrySinkIT {
  private final TestDatabase database = TestDatabase.start("20000-20010");
  private final JdbcTelemetrySink sink = database.telemetry();

  @AfterAll
  void stop() {
    database.close();
  }

  @Test
  void keepsALineOnceHoweverOftenItIsRead() {
    sink.keepLines(List.of(new LogLine("once", 1, "one"), new LogLine("once", 2, "two")));
    sink.keepLines(List.of(new LogLine("once", 2, "two"), new LogLine("once", 3, "three")));

    assertThat(lines("once")).containsExactly("one", "two", "three");
    assertThat(sink.newestLine("once")).isEqualTo(3);
    assertThat(sink.newestLine("nobody")).isZero();
  }

  @Test
  void keepsAboutTheLastThousandLines() {
    for (var batch = 0; batch < 20; batch++) {
      var first = batch * 100L;
      sink.keepLines(
          LongStream.range(first, first + 100)
              .mapToObj(i -> new LogLine("chatty", i + 1, "line " + i))
              .toList());
    }
    assertThat(lines("chatty")).hasSizeBetween(1_000, 1_250).endsWith("line 1999");
  }

  @Test
  void tellsListenersWhoseLogGrew() throws Exception {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("listen server_log");
      sink.keepLines(List.of(new LogLine("told", 1, "one"), new LogLine("told", 2, "two")));

      await()
          .untilAsserted(() -> {
            var told = connection.unwrap(PGConnection.class).getNotifications(100);
            assertThat(told).hasSize(1);
            assertThat(told[0].getParameter()).isEqualTo("told");
          });
    }
  }

  @Test
  @Tag("L-08")
  void tellsPlayersThatAreUnknownFromNone() {
    var at = Instant.now();
    sink.keepSamples(
        List.of(
            new Sample("silent", at, 0, 1L << 20, null, null, 1, 2),
            new Sample("empty", at, 0, 1L << 20, 0, 20, 1, 2)));
    sink.keepSamples(List.of(new Sample("empty", at, 0, 1L << 20, 0, 20, 1, 2)));

    assertThat(
            database
                .sql()
                .sql("select server_id from server_samples where players_online is null")
                .query(String.class)
                .list())
        .containsExactly("silent");
  }

  @Test
  @Tag("D-02")
  void keepsTheNewestWordOfAStepUntilItIsOver() throws Exception {
    var at = Instant.now();
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("listen server_progress");
      sink.keepProgress(List.of(new Progress("p", "image", 40, "4 of 10 MB", at)));
      sink.keepProgress(List.of(new Progress("p", "image", 20, "late", at.minusSeconds(1))));
      assertThat(progress()).containsExactly("image 40 4 of 10 MB");
      await()
          .untilAsserted(() ->
              assertThat(connection.unwrap(PGConnection.class).getNotifications(100)).isNotEmpty());
      // The connection goes back into the pool.
      statement.execute("unlisten *");
    }
    sink.keepProgress(List.of(new Progress("p", "", null, "", at.plusSeconds(1))));
    assertThat(progress()).isEmpty();

    // Of a node that died in the middle.
    sink.keepProgress(
        List.of(new Progress("q", "install", null, "", at.minus(Duration.ofMinutes(20)))));
    sink.prune();
    assertThat(progress()).isEmpty();
  }

  private List<@Nullable String> progress() {
    return database
        .sql()
        .sql("select step || ' ' || coalesce(percent, -1) || ' ' || detail from server_progress")
        .query(String.class)
        .list();
  }

  @Test
  void forgetsWhatIsADayOldAndWhatIsDeleted() {
    var old = Instant.now().minus(Duration.ofHours(25));
    sink.keepSamples(List.of(new Sample("old", old, 0, 0, null, null, 0, 0)));
    database.records().record(view("gone", 1, new Asleep(BEGIN, "")));
    sink.keepLines(List.of(new LogLine("gone", 1, "one")));
    database.records().record(view("gone", 2, new Deleted(Instant.now(), "")));
    assertThat(lines("gone")).isEmpty();
    sink.keepLines(List.of(new LogLine("gone", 2, "late")));

    sink.prune();

    assertThat(lines("gone")).isEmpty();
    assertThat(
            database
                .sql()
                .sql("select count(*) from server_samples where server_id = 'old'")
                .query(Long.class)
                .single())
        .isZero();
  }

  private List<@Nullable String> lines(String serverId) {
    return database
        .sql()
        .sql("select line from server_log_lines where server_id = ? order by id")
        .param(serverId)
        .query(String.class)
        .list();
  }
}
