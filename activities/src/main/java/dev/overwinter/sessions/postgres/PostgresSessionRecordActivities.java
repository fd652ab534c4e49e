package dev.overwinter.sessions.postgres;

import dev.overwinter.billing.MeterReports;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.Claim;
import dev.overwinter.sessions.FleetReport;
import dev.overwinter.sessions.HeartbeatFact;
import dev.overwinter.sessions.HeartbeatLook;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.PoolMember;
import dev.overwinter.sessions.PoolView;
import dev.overwinter.sessions.SessionId;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.SessionState;
import dev.overwinter.sessions.SessionView;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import dev.overwinter.sessions.workflow.SessionRecordActivities;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Keeps records of sessions. Thread-safe; each method is one transaction.
public final class PostgresSessionRecordActivities implements SessionRecordActivities {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient sql;
  private final TransactionOperations transaction;
  private final SessionsSettings settings;
  private final Admissions admissions;
  private final SessionRows sessions;
  private final FleetRows fleet;
  private final MeterReports meters;

  PostgresSessionRecordActivities(
      JdbcClient sql,
      TransactionOperations transaction,
      SessionsSettings settings,
      PostgresUnitKeys keys,
      FleetRows fleet,
      MeterReports meters) {
    this.sql = sql;
    this.transaction = transaction;
    this.settings = settings;
    this.fleet = fleet;
    this.meters = meters;
    admissions = new Admissions(sql, settings, keys);
    sessions = new SessionRows(sql, settings);
  }

  @Override
  public AdmitAnswer admit(SessionSpec spec) {
    return within(() -> admissions.admit(spec));
  }

  @Override
  public AdmitAnswer admitLease(SessionSpec spec, Lease lease) {
    return within(() -> admissions.admitLease(spec, lease));
  }

  @Override
  public AdmitAnswer mayGrow(String pool, String priceClass) {
    return within(() -> admissions.mayGrow(priceClass));
  }

  @Override
  public void record(SessionView view) {
    // Accounts first, since credits are used while the database is away; and the row whatever came
    // of it. All of it may be done again: numbers tell what is known.
    RuntimeException unheard = null;
    try {
      tell(view);
    } catch (RuntimeException e) {
      unheard = e;
    }
    if (hasRow(view.state())) {
      var _ =
          within(() -> {
            sessions.keep(view);
            return true;
          });
    }
    if (unheard != null) {
      throw unheard;
    }
  }

  /// Whoever is about to be admitted has none: it would be taken for one that was. Whoever is about
  /// to be leased is somebody's or warm again in milliseconds, and somebody waits for that row.
  private static boolean hasRow(SessionState state) {
    return !(state instanceof SessionState.Reserving || state instanceof SessionState.Leasing);
  }

  @Override
  public void tell(SessionView view) {
    view.meterReports().forEach(report -> meters.tell(report.account(), report.fact()));
  }

  @Override
  public HeartbeatLook lastHeartbeat(Unit unit) {
    return within(() -> {
      var last =
          sql.sql("select * from session_heartbeats where unit = ?")
              .param(unit.text())
              .query((row, _) ->
                  new HeartbeatFact(
                      unit,
                      row.getLong("number"),
                      row.getInt("clients"),
                      row.getBoolean("reset_ready"),
                      row.getTimestamp("heard_at").toInstant()))
              .optional()
              .orElse(null);
      // While nobody listens now, silence has not begun to count.
      var since =
          sql.sql(
                  """
                  select case when last_at < clock_timestamp() - interval '20 s'
                    then clock_timestamp() else since end from session_hearing
                  """)
              .query(Timestamp.class)
              .single();
      return new HeartbeatLook(last, since.toInstant());
    });
  }

  @Override
  public List<ShareTag> proposeTags(int howMany) {
    if (howMany < 1 || howMany > 100) {
      throw new IllegalArgumentException("howMany: " + howMany + " (expected: 1..100)");
    }
    return within(() -> {
      var free = new TreeSet<ShareTag>();
      while (free.size() < howMany) {
        free.addAll(notTaken(draw(howMany - free.size())));
      }
      return List.copyOf(free);
    });
  }

  private List<ShareTag> draw(int howMany) {
    var drawn = new ArrayList<ShareTag>();
    for (var one = 0; one < howMany; one++) {
      var bytes = new byte[settings.tagBytes()];
      RANDOM.nextBytes(bytes);
      drawn.add(ShareTag.of(bytes));
    }
    return drawn;
  }

  private List<ShareTag> notTaken(List<ShareTag> drawn) {
    var taken =
        new TreeSet<>(
            sql.sql(
                    """
                    select tag from session_tags
                    where tag = any(?) and (kept_until is null or kept_until > now())
                    """)
                .param(drawn.stream().map(ShareTag::text).toArray(String[]::new))
                .query(String.class)
                .list());
    return drawn.stream().filter(tag -> !taken.contains(tag.text())).toList();
  }

  @Override
  public List<Claim> claims() {
    return within(() ->
        sql.sql("select id, state, droplet_id from sessions where over_at is null order by id")
            .query((row, _) ->
                new Claim(
                    new SessionId(row.getString("id")),
                    row.getString("state"),
                    row.getLong("droplet_id")))
            .list());
  }

  @Override
  public List<PoolMember> members(String pool) {
    return within(() ->
        sql.sql(
                """
                select id, state, state_since from sessions
                where pool = ? and over_at is null and owner is null and state <> 'ENDING'
                order by created_at, id
                """)
            .param(pool)
            .query((row, _) ->
                new PoolMember(
                    new SessionId(row.getString("id")),
                    row.getString("state"),
                    row.getTimestamp("state_since").toInstant()))
            .list());
  }

  @Override
  public void recordPool(PoolView view) {
    var _ =
        within(() -> {
          fleet.keepPool(view);
          return true;
        });
  }

  @Override
  public void recordFleet(@Nullable FleetReport report, String why) {
    var _ =
        within(() -> {
          fleet.keepReport(report, why);
          return true;
        });
  }

  private <T> T within(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }
}
