package dev.overwinter.sessions.postgres;

import dev.overwinter.billing.CreditStanding;
import dev.overwinter.billing.Standing;
import dev.overwinter.sessions.AdmissionRules;
import dev.overwinter.sessions.AdmitAnswer;
import dev.overwinter.sessions.FleetCount;
import dev.overwinter.sessions.Lease;
import dev.overwinter.sessions.Refusal;
import dev.overwinter.sessions.SessionSpec;
import dev.overwinter.sessions.ShareTag;
import dev.overwinter.sessions.Unit;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Lets sessions and leases in, one at a time. Every method belongs into a transaction, which holds
/// the lock of `session_admission` until it commits.
final class Admissions {
  private final JdbcClient sql;
  private final SessionsSettings settings;
  private final PostgresUnitKeys keys;
  private final SessionPrices prices;

  Admissions(JdbcClient sql, SessionsSettings settings, PostgresUnitKeys keys) {
    this.sql = sql;
    this.settings = settings;
    this.keys = keys;
    prices = new SessionPrices(sql);
  }

  private void lock() {
    var _ =
        sql.sql("select only_one from session_admission for update").query(Boolean.class).single();
  }

  AdmitAnswer admit(SessionSpec spec) {
    lock();
    if (known(spec)) {
      return new AdmitAnswer.Admitted();
    }
    var lease = spec.lease();
    var earlier = lease == null ? Optional.<ShareTag>empty() : holder(lease);
    if (earlier.isPresent()) {
      return new AdmitAnswer.Existing(earlier.get());
    }
    if (taken(spec.tag())) {
      return new AdmitAnswer.Refused(Refusal.TAG_TAKEN, "the tag is taken", Duration.ZERO);
    }
    var objection = objection(lease == null ? spec.house() : lease.owner());
    if (objection.isPresent()) {
      return objection.get();
    }
    var micros = prices.microsPerHour(spec);
    var count = count(lease);
    var answer =
        lease == null
            ? AdmissionRules.forPool(settings.fleet(), count, micros)
            : AdmissionRules.admit(settings.fleet(), count, micros, false);
    if (answer instanceof AdmitAnswer.Admitted) {
      insert(spec, micros);
    }
    return answer;
  }

  AdmitAnswer admitLease(SessionSpec spec, Lease lease) {
    lock();
    var earlier = holder(lease);
    if (earlier.isPresent() && !earlier.get().equals(spec.tag())) {
      return new AdmitAnswer.Existing(earlier.get());
    }
    if (earlier.isPresent() && holds(spec, lease)) {
      return new AdmitAnswer.Admitted();
    }
    // One that this session gave up counts no more.
    sql.sql("delete from session_requests where session_id = ?").param(spec.id().text()).update();
    var objection = objection(lease.owner());
    if (objection.isPresent()) {
      return objection.get();
    }
    var answer = AdmissionRules.admit(settings.fleet(), count(lease), 0, true);
    if (answer instanceof AdmitAnswer.Admitted) {
      request(spec, lease);
    }
    return answer;
  }

  AdmitAnswer mayGrow(String priceClass) {
    return AdmissionRules.forPool(settings.fleet(), count(null), prices.microsPerHour(priceClass));
  }

  private boolean known(SessionSpec spec) {
    return sql.sql("select 1 from sessions where id = ?")
        .param(spec.id().text())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /// Which session a request has got already.
  private Optional<ShareTag> holder(Lease lease) {
    sql.sql("delete from session_requests where ended_at < now() - interval '1 day' and owner = ?")
        .param(lease.owner())
        .update();
    return sql.sql("select tag from session_requests where owner = ? and idempotency_key = ?")
        .params(lease.owner(), lease.idempotencyKey())
        .query(String.class)
        .optional()
        .map(ShareTag::new);
  }

  /// The same tag was another session's, perhaps.
  private boolean holds(SessionSpec spec, Lease lease) {
    return sql.sql(
            """
            select 1 from session_requests
            where owner = ? and idempotency_key = ? and session_id = ?
            """)
        .params(lease.owner(), lease.idempotencyKey(), spec.id().text())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private boolean taken(ShareTag tag) {
    return sql.sql(
            """
            select 1 from session_tags where tag = ? and (kept_until is null or kept_until > now())
            """)
        .param(tag.text())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /// Why an account may have no further session; empty when it may. One that has never been heard
  /// of may: it is opened by its first session.
  private Optional<AdmitAnswer> objection(String account) {
    boolean empty =
        settings.charges()
            && sql.sql("select 1 from billing_accounts where id = ? and standing = ?")
                .params(account, Standing.EMPTY.name())
                .query(Integer.class)
                .optional()
                .isPresent();
    return empty
        ? Optional.of(
            new AdmitAnswer.Refused(
                Refusal.CREDITS, CreditStanding.of(0, Standing.EMPTY).reason(), Duration.ZERO))
        : Optional.empty();
  }

  private FleetCount count(@Nullable Lease lease) {
    return sql.sql(
            """
            select
              (select count(*) from sessions where over_at is null) as live,
              (select coalesce(sum(micros_per_hour), 0) from sessions where over_at is null)
                as micros,
              (select count(*) from session_requests
                where requester = :requester and ended_at is null) as of_requester,
              (select count(*) from session_requests
                where owner = :owner and ended_at is null) as of_owner,
              (select count(*) from session_requests
                where requester = :requester and at > now() - interval '1 hour') as lately
            """)
        .param("requester", lease == null ? "" : lease.requester())
        .param("owner", lease == null ? "" : lease.owner())
        .query((row, _) ->
            new FleetCount(
                row.getInt("live"),
                row.getInt("of_requester"),
                row.getInt("of_owner"),
                row.getInt("lately"),
                row.getLong("micros")))
        .single();
  }

  private void insert(SessionSpec spec, long micros) {
    var first = spec.onDroplet() ? spec.choices().getFirst() : null;
    sql.sql(
            """
            insert into sessions (id, tag, version, state, reason, state_since, joinable, pool, owner,
              house, price_class, micros_per_hour, machine, droplet_id, region, size, snapshot,
              clients, loose, last_change, spec, created_at, updated_at)
            values (:id, :tag, 0, 'RESERVING', '', now(), false, :pool, :owner,
              :house, :priceClass, :micros, :machine, 0, :region, :size, :snapshot,
              0, 0, :by, :spec::jsonb, now(), now())
            """)
        .param("id", spec.id().text())
        .param("tag", spec.tag().text())
        .param("pool", spec.pool())
        .param("owner", spec.lease() == null ? null : spec.lease().owner())
        .param("house", spec.house())
        .param("priceClass", spec.priceClass())
        .param("micros", micros)
        .param("machine", spec.machine())
        .param("region", first == null ? "" : first.region())
        .param("size", first == null ? "" : first.size())
        .param("snapshot", first == null ? "" : first.snapshot())
        .param("by", spec.lease() == null ? spec.pool() : spec.lease().owner())
        .param("spec", SessionJson.of(spec))
        .update();
    sql.sql(
            """
            insert into session_tags (tag, session_id, reserved_at) values (?, ?, now())
            on conflict (tag) do update
            set session_id = excluded.session_id, reserved_at = now(), kept_until = null
            """)
        .params(spec.tag().text(), spec.id().text())
        .update();
    var lease = spec.lease();
    if (lease != null) {
      request(spec, lease);
    }
    if (!spec.onDroplet()) {
      // Nobody else makes one for a machine, and its operator has to be told before it can sign.
      keys.issue(new Unit(spec.id(), 1));
    }
    sql.sql("select pg_notify('session_changed', ?)").param(spec.id().text()).query(_ -> {});
  }

  private void request(SessionSpec spec, Lease lease) {
    sql.sql(
            """
            insert into session_requests (owner, idempotency_key, session_id, tag, requester, at)
            values (?, ?, ?, ?, ?, now())
            """)
        .params(
            lease.owner(),
            lease.idempotencyKey(),
            spec.id().text(),
            spec.tag().text(),
            lease.requester())
        .update();
  }
}
