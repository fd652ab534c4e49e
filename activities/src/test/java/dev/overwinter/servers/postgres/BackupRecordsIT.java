package dev.overwinter.servers.postgres;

import static dev.overwinter.servers.TestServers.BEGIN;
import static dev.overwinter.servers.TestServers.spec;
import static dev.overwinter.servers.TestServers.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.backups.Archive;
import dev.overwinter.backups.Backup;
import dev.overwinter.backups.BackupWhy;
import dev.overwinter.nodes.Capacity;
import dev.overwinter.nodes.NodeFacts;
import dev.overwinter.nodes.NodeSettings;
import dev.overwinter.nodes.NodeState;
import dev.overwinter.nodes.NodeView;
import dev.overwinter.nodes.Wish;
import dev.overwinter.servers.Allocation;
import dev.overwinter.servers.Reservation;
import dev.overwinter.servers.ServerState;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What is kept of backups and of servers that leave a lost node.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BackupRecordsIT {
  private final TestDatabase database = TestDatabase.start("20000-20199");
  private final PostgresServerRecordActivities records = database.records();

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database
        .sql()
        .sql(
            """
            truncate servers, server_events, allocations, allocated_ports, nodes, stranded,
                     server_backups
            """)
        .update();
    node("local", 1, new NodeState.Online(BEGIN));
    node("attic", 1, new NodeState.Online(BEGIN));
  }

  @Test
  @Tag("D-01")
  void aServerLeavesALostNodeAndWhatItHadThereStaysPromised() {
    var lost = granted(records.reserve(spec("a")));
    node("local", 2, new NodeState.Lost(BEGIN, false));
    var anew = granted(records.reserveAnew(spec("a"), lost, Wish.ANYWHERE, 2));
    assertThat(anew.node()).isEqualTo("attic");
    assertThat(anew.generation()).isEqualTo(2);
    assertThat(anew.publicPort()).isEqualTo(lost.publicPort());
    assertThat(records.reserveAnew(spec("a"), lost, Wish.ANYWHERE, 2))
        .isEqualTo(new Reservation.Granted(anew));
    assertThat(records.reserve(spec("a"))).isEqualTo(new Reservation.Granted(anew));
    // Both nodes' words reach it; of which it ignores the one.
    assertThat(records.servers("local")).containsExactly("a");
    assertThat(records.servers("attic")).containsExactly("a");

    node("local", 3, new NodeState.Online(BEGIN));
    var next = granted(records.reserve(spec("b")));
    assertThat(next.publicPort()).isNotEqualTo(lost.publicPort());
    assertThat(next.subnet()).isNotEqualTo(lost.subnet());
    records.forgetStranded("a", lost);
    assertThat(granted(records.reserve(spec("c"))).publicPort()).isEqualTo(lost.publicPort());
  }

  @Test
  void whatCouldNotBeMadeElsewhereIsWhereItWas() {
    var lost = granted(records.reserve(spec("a")));
    node("local", 2, new NodeState.Lost(BEGIN, false));
    records.reserveAnew(spec("a"), lost, Wish.ANYWHERE, 2);
    records.takeBack("a", lost);
    records.takeBack("a", lost);
    assertThat(records.reserve(spec("a"))).isEqualTo(new Reservation.Granted(lost));
    assertThat(records.servers("attic")).isEmpty();
    assertThat(stranded()).isEmpty();
    assertThat(ports()).containsExactly("local " + lost.publicPort());
  }

  @Test
  void withoutRoomElsewhereNothingMoves() {
    var lost = granted(records.reserve(spec("a")));
    assertThat(records.reserveAnew(spec("a"), lost, Wish.node("local"), 2))
        .isInstanceOf(Reservation.Refused.class);
    assertThat(records.reserve(spec("a"))).isEqualTo(new Reservation.Granted(lost));
    assertThat(stranded()).isEmpty();
    assertThat(ports()).containsExactly("local " + lost.publicPort());
  }

  @Test
  void whoHasRoomIsToldAndNothingIsReserved() {
    var here = granted(records.reserve(spec("a")));
    assertThat(granted(records.roomElsewhere(spec("a"), here, Wish.ANYWHERE)).node())
        .isEqualTo("attic");
    assertThat(records.roomElsewhere(spec("a"), here, Wish.node("local")))
        .isInstanceOf(Reservation.Refused.class);
    assertThat(records.reserve(spec("a"))).isEqualTo(new Reservation.Granted(here));
    assertThat(stranded()).isEmpty();
    assertThat(ports()).containsExactly("local " + here.publicPort());
    // A later generation, since something may still lie in a place of the next.
    assertThat(granted(records.reserveAnew(spec("a"), here, Wish.ANYWHERE, 5)).generation())
        .isEqualTo(5);
  }

  @Test
  void aDeletedServerHasNeitherBackupsNorPlaces() {
    var lost = granted(records.reserve(spec("a")));
    records.reserveAnew(spec("a"), lost, Wish.ANYWHERE, 2);
    records.recordBackup(backup(1));
    records.record(view("a", 9, new ServerState.Deleted(BEGIN, "")));
    records.release("a");
    // A word that was still on its way.
    records.recordBackup(backup(2).failed("gave way"));
    assertThat(backups()).isEmpty();
    assertThat(stranded()).isEmpty();
    assertThat(ports()).isEmpty();
  }

  @Test
  @Tag("D-03")
  void aBackupIsWhatWasSaidOfItLast() {
    records.recordBackup(backup(1));
    assertThat(backups()).containsExactly("b1 IN_PROGRESS");
    records.recordBackup(backup(1).complete(new Archive(Archive.TAR_ZST, "0".repeat(64), 10, 100)));
    assertThat(backups()).containsExactly("b1 COMPLETE");
    for (var i = 2; i < 20; i++) {
      records.recordBackup(backup(i).failed("broken"));
    }
    assertThat(backups()).hasSize(11).contains("b1 COMPLETE");
    records.forgetBackup("a", "b1");
    assertThat(backups()).hasSize(10);
  }

  private static Backup backup(int hour) {
    return Backup.begun(
        "b" + hour, "a", "local", BackupWhy.ASLEEP, "", BEGIN.plusSeconds(3_600L * hour));
  }

  private static Allocation granted(Reservation reservation) {
    return ((Reservation.Granted) reservation).allocation();
  }

  private List<String> backups() {
    return texts("select backup_id || ' ' || state from server_backups order by at");
  }

  private List<String> stranded() {
    return texts("select server_id from stranded");
  }

  private List<String> ports() {
    return texts("select node || ' ' || port from allocated_ports");
  }

  private List<String> texts(String query) {
    return database.sql().sql(query).query((row, _) -> String.valueOf(row.getString(1))).list();
  }

  private void node(String id, int version, NodeState state) {
    var facts = new NodeFacts(new Capacity(8L << 30, 100_000, 200), "29.0", "");
    database
        .nodes()
        .record(new NodeView(id, version, state, NodeSettings.USUAL, facts, "test", BEGIN));
  }
}
