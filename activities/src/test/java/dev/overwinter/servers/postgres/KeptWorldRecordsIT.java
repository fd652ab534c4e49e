package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.KeptWorld;
import dev.overwinter.servers.workflow.KeptWorldView;
import dev.overwinter.servers.workflow.KeptWorldView.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.support.TransactionOperations;

/// What is kept of worlds whose servers are deleted, in a real PostgreSQL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeptWorldRecordsIT {
  private final TestDatabase database = TestDatabase.start("20000-20199");
  private final PostgresKeptWorldActivities kept =
      new PostgresKeptWorldActivities(
          database.sql(), TransactionOperations.withoutTransaction(), Clock.systemUTC());

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.sql().sql("truncate servers, server_backups, kept_worlds").update();
  }

  @Test
  void aRowSaysWhatIsBeingDoneAndCanBeWrittenAgain() {
    assertThat(kept.record(view("a", 0, State.KEPT, ""))).isEmpty();
    assertThat(kept.record(view("a", 0, State.RECOVERING, "b"))).isEmpty();
    assertThat(kept.record(view("a", 0, State.RECOVERING, "b"))).isEmpty();
    assertThat(rows("select state, recovered_as, bytes, owner from kept_worlds"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("state", "RECOVERING")
                .containsEntry("recovered_as", "b")
                .containsEntry("bytes", 10L)
                .containsEntry("owner", spec("a").owner()));
    kept.forget("a");
    kept.forget("a");
    assertThat(rows("select 1 from kept_worlds")).isEmpty();
  }

  @Test
  void theOldestAreTooManyAndNoneThatIsBeingRecovered() {
    kept.record(view("recovering", 0, State.RECOVERING, "b"));
    for (var day = 1; day <= KeptRules.MOST; day++) {
      assertThat(kept.record(view("w" + day, day, State.KEPT, ""))).isEmpty();
    }
    assertThat(kept.record(view("w90", 90, State.KEPT, ""))).containsExactly("w1");
    assertThat(kept.record(view("w91", 91, State.KEPT, ""))).containsExactly("w1", "w2");
  }

  @Test
  @Tag("D-03")
  void backupsOfAKeptWorldBecomeThoseOfItsNewServerAndLieWhereTheyLay() {
    var world = view("a", 0, State.RECOVERING, "b").world();
    kept.adopt("b", world);
    kept.adopt("b", world);
    assertThat(rows("select server_id, backup_id, state, stored_as from server_backups"))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("server_id", "b")
                .containsEntry("backup_id", "b1")
                .containsEntry("state", "COMPLETE")
                .containsEntry("stored_as", "a"));
    // What becomes of it is said about the new server's.
    database.records().recordBackup(world.newest().locked(true));
    assertThat(rows("select server_id, locked from server_backups"))
        .singleElement()
        .satisfies(
            row -> assertThat(row).containsEntry("server_id", "b").containsEntry("locked", true));
    database.records().forgetBackup("b", "b1");
    assertThat(rows("select 1 from server_backups")).isEmpty();
  }

  private List<Map<String, @Nullable Object>> rows(String query) {
    return database.sql().sql(query).query().listOfRows();
  }

  private static KeptWorldView view(String id, int day, State state, String as) {
    var deleted = BEGIN.plus(Duration.ofDays(day));
    var world =
        new KeptWorld(spec(id), "local", List.of(backup(id, deleted)), deleted, deleted, "");
    return new KeptWorldView(world, state, as, 0, "", deleted);
  }

  private static Backup backup(String id, Instant at) {
    return Backup.begun("b1", id, "local", BackupWhy.ASLEEP, "", at)
        .complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 10, 100));
  }
}
