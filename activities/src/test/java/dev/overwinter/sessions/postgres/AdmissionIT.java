package dev.overwinter.sessions.postgres;

import static dev.overwinter.sessions.postgres.SessionSamples.BEGIN;
import static dev.overwinter.sessions.postgres.SessionSamples.lease;
import static dev.overwinter.sessions.postgres.SessionSamples.machine;
import static dev.overwinter.sessions.postgres.SessionSamples.spec;
import static dev.overwinter.sessions.postgres.SessionSamples.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.overwinter.billing.MeterReports;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.AdmitAnswer.Admitted;
import dev.overwinter.sessions.EndWhy;
import dev.overwinter.sessions.FleetLimits;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.ShareTag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class AdmissionIT {
  private final SessionsDatabase database = new SessionsDatabase();
  private final PostgresSessionRecordActivities records =
      database.records(SessionsDatabase.LIMITS, MeterReports.OFF);

  @AfterAll
  void stop() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Test
  @Tag("SES-21")
  void letsInAsManyAsThereArePlacesHoweverManyComeAtOnce() throws Exception {
    var all =
        atOnce(
            IntStream.range(0, 40)
                .mapToObj(i -> {
                  var own = new dev.overwinter.sessions.Lease("o" + i, "r" + i, "k");
                  return (Callable<AdmitAnswer>)
                      () -> records.admit(spec("AA%04d".formatted(i), "k3j9x2m1", own));
                })
                .toList());
    assertThat(all.stream().filter(Admitted.class::isInstance)).hasSize(10);
    assertThat(all.stream().filter(AdmitAnswer.Refused.class::isInstance))
        .allSatisfy(
            no -> assertThat(((AdmitAnswer.Refused) no).refusal()).isEqualTo(Refusal.FLEET_FULL));
    assertThat(count("sessions")).isEqualTo(10);
    assertThat(count("session_tags")).isEqualTo(10);
  }

  @Test
  @Tag("SES-09")
  void theSameRequestHasTheSameSessionHoweverOftenItComesAtOnce() throws Exception {
    var all =
        atOnce(
            IntStream.range(0, 20)
                .mapToObj(i ->
                    (Callable<AdmitAnswer>)
                        () ->
                            records.admit(
                                spec("AB%04d".formatted(i), "k3j9x2m1", lease("alice", "key"))))
                .toList());
    assertThat(all.stream().filter(Admitted.class::isInstance)).hasSize(1);
    assertThat(all.stream().filter(AdmitAnswer.Existing.class::isInstance).distinct()).hasSize(1);
    assertThat(count("sessions")).isEqualTo(1);
  }

  @Test
  @Tag("SES-01")
  void askedAgainForTheSameSessionItSaysTheSame() {
    var spec = spec("4F2A9C", "k3j9x2m1", lease("alice", "key"));
    assertThat(records.admit(spec)).isEqualTo(new Admitted());
    assertThat(records.admit(spec)).isEqualTo(new Admitted());
    assertThat(records.claims())
        .singleElement()
        .satisfies(claim -> assertThat(claim.session()).isEqualTo(spec.id()));
  }

  @Test
  @Tag("SES-16")
  @Tag("SES-17")
  void aTagIsNobodysElseWhileItLivesAndInItsQuarantine() {
    var first = spec("4F2A9C", "k3j9x2m1", lease("alice", "1"));
    assertThat(records.admit(first)).isEqualTo(new Admitted());
    var second = spec("4F2A9C", "zzzzzzzz", lease("bob", "2"));
    assertRefused(records.admit(second), Refusal.TAG_TAKEN);
    records.record(view(first, 9, new SessionState.Over(BEGIN, EndWhy.ASKED, "")));
    assertRefused(records.admit(second), Refusal.TAG_TAKEN);
    database.sql.sql("update session_tags set kept_until = now() - interval '1 s'").update();
    assertThat(records.admit(second)).isEqualTo(new Admitted());
    // What the first one says late takes nothing from the second.
    records.record(view(first, 10, new SessionState.Over(BEGIN, EndWhy.ASKED, "late")));
    assertRefused(records.admit(spec("4F2A9C", "yyyyyyyy", lease("eve", "3"))), Refusal.TAG_TAKEN);
  }

  @Test
  @Tag("SES-17")
  void proposesTagsThatNobodyHas() {
    var tags = records.proposeTags(100);
    assertThat(tags).hasSize(100).doesNotHaveDuplicates();
    assertThat(tags).extracting(ShareTag::text).allMatch(tag -> tag.matches("[0-9A-F]{6}"));
  }

  @Test
  @Tag("SES-18")
  void tagsAreAsLongAsTheOperatorLikes() {
    var longer = database.records(16);
    assertThat(longer.proposeTags(20))
        .hasSize(20)
        .doesNotHaveDuplicates()
        .extracting(ShareTag::text)
        .allMatch(tag -> tag.matches("[0-9A-F]{32}"));
    var spec = spec(longer.proposeTags(1).getFirst().text(), "k3j9x2m1", lease("alice", "1"));
    assertThat(longer.admit(spec)).isEqualTo(new Admitted());
  }

  @Test
  @Tag("SES-21")
  void countsPeopleAndMoney() {
    for (int i = 0; i < 3; i++) {
      var spec = spec("AC000" + i, "k3j9x2m1", lease("alice", "k" + i));
      assertThat(records.admit(spec)).isEqualTo(new Admitted());
    }
    assertRefused(records.admit(spec("AC0009", "k3j9x2m1", lease("bob", "k"))), Refusal.QUOTA);

    var poor = database.records(new FleetLimits(100, 100, 100, 100, 19_999_999), MeterReports.OFF);
    assertRefused(poor.admit(spec("AC0009", "k3j9x2m1", lease("bob", "k"))), Refusal.SPEND_CAP);
    assertRefused(poor.mayGrow("pool", "standard"), Refusal.SPEND_CAP);
    // Five credits each, as the list of prices says of every class that is not named.
    assertThat(
            database
                .sql
                .sql("select sum(micros_per_hour) from sessions")
                .query(Long.class)
                .single())
        .isEqualTo(15_000_000);
  }

  @Test
  @Tag("SES-21")
  void whoseAccountIsEmptyGetsNone() {
    database
        .sql
        .sql("insert into ledger_accounts (id, terms) values ('broke', 'PREPAID')")
        .update();
    database
        .sql
        .sql(
            """
            insert into billing_accounts (id, version, standing, state)
            values ('broke', 1, 'EMPTY', '{}')
            """)
        .update();
    assertRefused(records.admit(spec("AD0001", "k3j9x2m1", lease("broke", "k"))), Refusal.CREDITS);
    assertThat(count("sessions")).isZero();
  }

  @Test
  @Tag("SES-08")
  void aLeaseOfAWarmOneIsCountedOnceAndReplacedWhenItWasGivenUp() {
    var warm = spec("AE0001", "k3j9x2m1", null);
    assertThat(records.admit(warm)).isEqualTo(new Admitted());
    assertThat(records.members("pool")).hasSize(1);
    assertThat(records.admitLease(warm, lease("alice", "1"))).isEqualTo(new Admitted());
    assertThat(records.admitLease(warm, lease("alice", "1"))).isEqualTo(new Admitted());
    assertThat(records.admitLease(warm, lease("bob", "2"))).isEqualTo(new Admitted());
    assertThat(count("session_requests")).isEqualTo(1);

    var other = spec("AE0002", "k3j9x2m1", null);
    assertThat(records.admit(other)).isEqualTo(new Admitted());
    assertThat(records.admitLease(other, lease("bob", "2")))
        .isEqualTo(new AdmitAnswer.Existing(new ShareTag("AE0001")));
  }

  @Test
  @Tag("SES-20")
  void anOperatorsMachineHasAKeyOfItsOwnAndNoPrice() {
    assertThat(records.admit(machine("AF0001"))).isEqualTo(new Admitted());
    assertThat(database.sql.sql("select unit from session_keys").query(String.class).list())
        .containsExactly("ow-sess-af0001-k3j9x2m1-a1");
    assertThat(database.sql.sql("select micros_per_hour from sessions").query(Long.class).single())
        .isZero();
  }

  private static void assertRefused(AdmitAnswer answer, Refusal refusal) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            AdmitAnswer.Refused.class, no -> assertThat(no.refusal()).isEqualTo(refusal));
  }

  private int count(String table) {
    return database.sql.sql("select count(*) from " + table).query(Integer.class).single();
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<T>();
      for (var future : threads.invokeAll(work)) {
        done.add(future.get());
      }
      return done;
    }
  }
}
