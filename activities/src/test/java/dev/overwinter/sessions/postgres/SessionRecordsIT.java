package dev.overwinter.sessions.postgres;

import static dev.overwinter.sessions.postgres.SessionSamples.BEGIN;
import static dev.overwinter.sessions.postgres.SessionSamples.HOST;
import static dev.overwinter.sessions.postgres.SessionSamples.lease;
import static dev.overwinter.sessions.postgres.SessionSamples.playing;
import static dev.overwinter.sessions.postgres.SessionSamples.spec;
import static dev.overwinter.sessions.postgres.SessionSamples.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.overwinter.billing.MeterFact;
import dev.overwinter.billing.MeterReports;
import dev.overwinter.billing.Use;
import dev.overwinter.durable.Seal;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.Claim;
import dev.overwinter.sessions.EndWhy;
import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.MeterReport;
import dev.overwinter.sessions.PoolSettings;
import dev.overwinter.sessions.PoolSpec;
import dev.overwinter.sessions.PoolState;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.Presence;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionLimits;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.Unit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SessionRecordsIT {
  private final SessionsDatabase database = new SessionsDatabase();
  private final PostgresSessionRecordActivities records =
      database.records(SessionsDatabase.LIMITS, MeterReports.OFF);
  private final SessionSpec spec = spec("4F2A9C", "k3j9x2m1", lease("alice", "key"));

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  private Map<String, @Nullable Object> row() {
    return database.sql.sql("select * from sessions").query().singleRow();
  }

  @Test
  void keepsWhatCanBeReadAndNeverAnOlderView() {
    var _ = records.admit(spec);
    records.record(
        view(spec, 3, new SessionState.Ready(BEGIN, HOST), spec.lease(), playing(spec, 7, 2)));
    records.record(view(spec, 2, new SessionState.Creating(BEGIN, 1, 0)));
    assertThat(row())
        .containsEntry("state", "READY")
        .containsEntry("joinable", true)
        .containsEntry("ipv4", "203.0.113.7")
        .containsEntry("droplet_id", 3_169_590_176L)
        .containsEntry("unit", "ow-sess-4f2a9c-k3j9x2m1-a1")
        .containsEntry("region", "fra1")
        .containsEntry("size", "s-1vcpu-1gb")
        .containsEntry("owner", "alice")
        .containsEntry("clients", 2);
    assertThat(records.claims()).containsExactly(new Claim(spec.id(), "READY", 3_169_590_176L));
    assertThat(database.sql.sql("select state from session_events").query(String.class).list())
        .containsExactly("READY");
  }

  @Test
  void showsWhichChoiceItWasLeftWith() {
    var _ = records.admit(spec);
    records.record(view(spec, 2, new SessionState.Creating(BEGIN, 2, 1)));
    assertThat(row()).containsEntry("region", "ams3").containsEntry("size", "s-2vcpu-2gb");
  }

  @Test
  @Tag("SES-14")
  void whatIsOverHasNoAddressNoKeyAndNoPlace() {
    var _ = records.admit(spec);
    var unit = new Unit(spec.id(), 1);
    var keys = database.keys(null);
    assertThat(keys.keyOf(unit)).isEqualTo(keys.keyOf(unit)).matches("[0-9a-f]{64}");
    heartbeat(unit, 4, 1);
    records.record(view(spec, 3, new SessionState.Ready(BEGIN, HOST)));
    records.record(view(spec, 4, new SessionState.Over(BEGIN, EndWhy.SILENT, "it is silent")));
    assertThat(row())
        .containsEntry("state", "ENDED")
        .containsEntry("joinable", false)
        .containsEntry("ipv4", null)
        .containsEntry("unit", null);
    assertThat(records.claims()).isEmpty();
    assertThat(records.lastHeartbeat(unit).last()).isNull();
    assertThat(
            database
                .sql
                .sql("select count(*) from session_keys where valid_until is null")
                .query(Integer.class)
                .single())
        .isZero();
    assertThatThrownBy(() -> keys.keyOf(unit)).hasMessageContaining("over");
  }

  @Test
  @Tag("SES-10")
  @Tag("SES-16")
  void whoHadAnAddressIsKnownAfterItIsOverAndAfterItIsAnothers() {
    var next = spec("AE0001", "k3j9x2m1", lease("bob", "key"));
    for (var one : List.of(spec, next)) {
      var _ = records.admit(one);
      records.record(view(one, 3, new SessionState.Ready(BEGIN, HOST)));
      records.record(view(one, 4, new SessionState.Over(BEGIN, EndWhy.ASKED, "asked")));
    }
    assertThat(
            database
                .sql
                .sql("select unit from session_addresses where ipv4 = ? order by since")
                .param(HOST.ipv4())
                .query(String.class)
                .list())
        .containsExactly("ow-sess-4f2a9c-k3j9x2m1-a1", "ow-sess-ae0001-k3j9x2m1-a1");
  }

  /// As after a restore: the workflow goes on, and the tables have never heard of it.
  @Test
  @Tag("SES-25")
  void whatAnOlderCopyOfTheDatabaseDoesNotKnowIsWrittenAnew() {
    records.record(view(spec, 7, new SessionState.Ready(BEGIN, HOST)));

    assertThat(row()).containsEntry("micros_per_hour", 5_000_000L).containsEntry("state", "READY");
    assertThat(records.admit(SessionSamples.spec(spec.tag().text(), "zzzzzzzz", lease("eve", "9"))))
        .isInstanceOfSatisfying(
            AdmitAnswer.Refused.class, no -> assertThat(no.refusal()).isEqualTo(Refusal.TAG_TAKEN));
    var again = SessionSamples.spec("ABCDEF", "k3j9x2m1", spec.lease());
    assertThat(records.admit(again)).isEqualTo(new AdmitAnswer.Existing(spec.tag()));

    records.record(view(spec, 8, new SessionState.Over(BEGIN, EndWhy.ASKED, "")));
    assertThat(
            database
                .sql
                .sql("select ended_at is not null from session_requests")
                .query(Boolean.class)
                .single())
        .isTrue();
    assertThat(count("session_tags where kept_until is not null")).isEqualTo(1);
  }

  /// A machine's heartbeat may come before its session is admitted, and is news.
  @Test
  @Tag("SES-21")
  void whatIsNotAdmittedYetHasNoRowAndIsCountedAllTheSame() {
    records.record(view(spec, 2, new SessionState.Reserving(BEGIN)));
    assertThat(count("sessions")).isZero();

    var machine = SessionSamples.machine("AF0001");
    records.record(view(machine, 2, new SessionState.Reserving(BEGIN)));
    assertThat(records.admit(machine)).isEqualTo(new AdmitAnswer.Admitted());
    assertThat(count("session_tags")).isEqualTo(1);
    assertThat(count("session_keys")).isEqualTo(1);
  }

  @Test
  @Tag("SES-17")
  void whatWasRefusedHasNoTagAndIsForgottenADayLater() {
    var refused =
        new SessionState.Refused(BEGIN, Refusal.TAG_TAKEN, "the tag is taken", Duration.ZERO, "");
    records.record(view(spec, 2, refused));
    assertThat(count("sessions")).isEqualTo(1);
    assertThat(count("session_events")).isEqualTo(1);
    assertThat(count("session_tags")).isZero();
    assertThat(count("session_requests")).isZero();

    database.sql.sql("update sessions set over_at = now() - interval '25 hours'").update();
    records.recordFleet(null, "no answer");
    assertThat(count("sessions")).isZero();
    assertThat(count("session_events")).isZero();
  }

  @Test
  @Tag("SES-16")
  void hasNoAddressThatAGameCouldBeKnownByBeforeItsDropletHasOne() {
    var _ = records.admit(spec);
    records.record(view(spec, 2, new SessionState.Booting(BEGIN, BEGIN, 1, 0, HOST.droplet())));
    assertThat(row()).containsEntry("ipv4", null).containsEntry("droplet_id", HOST.droplet());
    records.record(view(spec, 3, new SessionState.Starting(BEGIN, BEGIN, HOST)));
    assertThat(row()).containsEntry("ipv4", HOST.ipv4());
  }

  @Test
  @Tag("SES-08")
  void aLeaseIsNoRowUntilItIsDecided() {
    var warm = SessionSamples.spec("AE0001", "k3j9x2m1", null);
    var _ = records.admit(warm);
    records.record(view(warm, 5, new SessionState.Warm(BEGIN, HOST)));
    var lease = lease("alice", "1");
    records.record(view(warm, 6, new SessionState.Leasing(BEGIN, BEGIN, HOST, lease)));
    assertThat(row()).containsEntry("state", "WARM").containsEntry("version", 5L);
    records.record(view(warm, 7, new SessionState.Ready(BEGIN, HOST), lease, Presence.none()));
    assertThat(row()).containsEntry("state", "READY").containsEntry("joinable", true);
  }

  @Test
  @Tag("SES-07")
  void remembersWhichHeartbeatTheWorkflowHasTaken() {
    var _ = records.admit(spec);
    heartbeat(new Unit(spec.id(), 1), 9, 3);
    records.record(
        view(spec, 3, new SessionState.Ready(BEGIN, HOST), spec.lease(), playing(spec, 7, 2)));
    assertThat(
            database
                .sql
                .sql("select told_number, told_clients, number from session_heartbeats")
                .query()
                .singleRow())
        .containsEntry("told_number", 7L)
        .containsEntry("told_clients", 2)
        .containsEntry("number", 9L);
    assertThat(records.lastHeartbeat(new Unit(spec.id(), 1)).last())
        .extracting("number", "clients")
        .containsExactly(9L, 3);
  }

  @Test
  @Tag("SES-25")
  void whileNobodyListensSilenceDoesNotCount() {
    var unit = new Unit(spec.id(), 1);
    var before = databaseNow();
    assertThat(records.lastHeartbeat(unit).listeningSince()).isAfterOrEqualTo(before);
    var since = listen();
    assertThat(listen()).as("it goes on").isEqualTo(since);
    assertThat(records.lastHeartbeat(unit).listeningSince()).isEqualTo(since);
    database.sql.sql("update session_hearing set last_at = now() - interval '21 s'").update();
    assertThat(records.lastHeartbeat(unit).listeningSince()).isAfter(since);
    assertThat(listen()).isAfter(since);
  }

  private java.time.Instant listen() {
    return database
        .sql
        .sql("select session_hearing_goes_on()")
        .query(java.sql.Timestamp.class)
        .single()
        .toInstant();
  }

  private java.time.Instant databaseNow() {
    return database.sql.sql("select now()").query(java.sql.Timestamp.class).single().toInstant();
  }

  @Test
  void tellsAccountsInOrderAlsoWhenItIsAskedAgain() {
    var told = new ArrayList<String>();
    MeterReports remember = (account, fact) -> told.add(account + " " + fact.number());
    var telling = database.records(SessionsDatabase.LIMITS, remember);
    var ready =
        view(
            spec,
            3,
            new SessionState.Ready(BEGIN, HOST),
            spec.lease(),
            Presence.none(),
            new MeterReport("admin", new MeterFact.Stopped("s", 2, BEGIN, true)),
            new MeterReport(
                "alice",
                new MeterFact.Started(
                    "s", 3, BEGIN, "r", "standard", Use.SESSION, false, Duration.ofMinutes(2))));
    telling.record(ready);
    telling.tell(ready);
    assertThat(told).containsExactly("admin 2", "alice 3", "admin 2", "alice 3");
  }

  @Test
  @Tag("SES-20")
  void sealsKeysForTheirUnitAlone(@TempDir Path dir) throws Exception {
    var seal = new byte[Seal.KEY_BYTES];
    var file = Files.write(dir.resolve("seal"), seal);
    var keys = database.keys(file);
    var unit = new Unit(spec.id(), 1);
    var key = keys.keyOf(unit);
    var kept = database.sql.sql("select sealed from session_keys").query(String.class).single();
    assertThat(kept).startsWith("sealed:").doesNotContain(key);
    assertThat(new Seal(seal).open(unit.text(), kept)).isEqualTo(key);
    assertThat(keys.keyOf(new Unit(spec.id(), 2))).isNotEqualTo(key);
    assertThatThrownBy(() -> database.keys(null).keyOf(unit)).hasMessageContaining("sealed");
  }

  @Test
  void keepsPoolsAndReports() {
    var choice = spec.choices().getFirst();
    var pool =
        new PoolView(
            new PoolSpec("p", choice, "admin", "standard", SessionLimits.USUAL),
            PoolSettings.OFF,
            2,
            PoolState.EMPTY,
            0);
    records.recordPool(pool);
    records.recordPool(pool);
    assertThat(database.sql.sql("select * from session_pools").query().singleRow())
        .containsEntry("region", "fra1")
        .containsEntry("version", 2L);

    var report =
        new FleetReport(BEGIN.plus(Duration.ofDays(365_000)), 4, 3, List.of("u"), List.of());
    records.recordFleet(report, "");
    records.recordFleet(report, "");
    records.recordFleet(null, "no answer");
    assertThat(count("session_reconciliations")).isEqualTo(2);
    assertThat(count("session_orphans")).isEqualTo(1);
  }

  @Test
  void offersWhatTheApiMakesSessionsOf() {
    var offer =
        new Offer(
            DropletSource.SIMULATOR,
            "http://127.0.0.1:8090",
            "overwinter-test",
            spec.choices(),
            "admin",
            "standard",
            SessionLimits.USUAL,
            SessionsDatabase.LIMITS);
    Offers.publish(database.source(), offer);
    Offers.publish(database.source(), offer);
    assertThat(count("session_offer")).isEqualTo(1);
  }

  private void heartbeat(Unit unit, long number, int clients) {
    database
        .sql
        .sql(
            """
            insert into session_heartbeats
              (unit, session_id, number, clients, heard_at, signed_at, signatures)
            values (?, ?, ?, ?, now(), 1700000000, '{}')
            """)
        .params(unit.text(), unit.session().text(), number, clients)
        .update();
  }

  private int count(String table) {
    return database.sql.sql("select count(*) from " + table).query(Integer.class).single();
  }
}
