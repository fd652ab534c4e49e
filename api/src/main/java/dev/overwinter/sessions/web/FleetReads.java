package dev.overwinter.sessions.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.overwinter.durable.Payloads;
import dev.overwinter.sessions.PoolSettings;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What operators look at beside sessions: pools, what was asked of the provider, orphans, machines
/// of their own.
@Component
class FleetReads {
  private final JdbcClient sql;

  FleetReads(JdbcClient sql) {
    this.sql = sql;
  }

  /// A pool of warm sessions.
  ///
  /// @param id for example `fra1-s-1vcpu-1gb-123456`
  /// @param region slug
  /// @param size slug
  /// @param least at any hour
  /// @param most at any hour
  /// @param target how many it wants warm now
  /// @param warm how many somebody could have at once
  /// @param coming how many are being made
  /// @param pausedUntil none is begun before; null while it is not paused
  /// @param why of the pause
  record Pool(
      String id,
      String region,
      String size,
      int least,
      int most,
      int target,
      int warm,
      int coming,
      @JsonProperty("paused_until") @Nullable Instant pausedUntil,
      String why) {}

  /// All pools, by id.
  List<Pool> pools() {
    return sql.sql("SELECT * FROM session_pools ORDER BY id")
        .query((row, _) ->
            new Pool(
                row.getString("id"),
                row.getString("region"),
                row.getString("size"),
                row.getInt("least"),
                row.getInt("most"),
                row.getInt("target"),
                row.getInt("warm"),
                row.getInt("coming"),
                SessionRow.at(row, "paused_until"),
                row.getString("why")))
        .list();
  }

  /// How many a pool keeps, as it was told last.
  Optional<PoolSettings> settings(String pool) {
    return sql.sql("SELECT settings FROM session_pools WHERE id = ?")
        .param(pool)
        .query(String.class)
        .optional()
        .map(json -> {
          try {
            return Payloads.mapper().readValue(json, PoolSettings.class);
          } catch (JsonProcessingException e) {
            throw new IllegalStateException("session_pools.settings", e);
          }
        });
  }

  /// What was asked of the provider.
  ///
  /// @param minute calls of the last minute
  /// @param minuteLimit of how many
  /// @param hour calls of the last hour
  /// @param hourLimit of how many
  /// @param throttled calls of the last hour that it refused as too many
  /// @param blockedUntil nobody calls before; null while nobody waits
  /// @param droplets how many the account has, ours or not; null before somebody asked
  /// @param dropletLimit of how many; null likewise
  record Budget(
      int minute,
      @JsonProperty("minute_limit") int minuteLimit,
      int hour,
      @JsonProperty("hour_limit") int hourLimit,
      int throttled,
      @JsonProperty("blocked_until") @Nullable Instant blockedUntil,
      @Nullable Integer droplets,
      @JsonProperty("droplet_limit") @Nullable Integer dropletLimit) {}

  /// How much of the budget is used.
  Budget budget() {
    return sql.sql(
            """
            SELECT b.minute_limit, b.hour_limit, b.droplets, b.droplet_limit,
                   CASE WHEN b.blocked_until > now() THEN b.blocked_until END AS blocked,
                   (SELECT coalesce(sum(calls), 0) FROM session_calls
                     WHERE slot > now() - interval '1 minute') AS minute,
                   (SELECT coalesce(sum(calls), 0) FROM session_calls
                     WHERE slot > now() - interval '1 hour') AS hour,
                   (SELECT coalesce(sum(throttled), 0) FROM session_calls
                     WHERE slot > now() - interval '1 hour') AS throttled
              FROM session_budget b
            """)
        .query((row, _) ->
            new Budget(
                row.getInt("minute"),
                row.getInt("minute_limit"),
                row.getInt("hour"),
                row.getInt("hour_limit"),
                row.getInt("throttled"),
                SessionRow.at(row, "blocked"),
                row.getObject("droplets", Integer.class),
                row.getObject("droplet_limit", Integer.class)))
        .single();
  }

  /// The last look at what the provider has.
  ///
  /// @param at when
  /// @param droplets how many of ours it has; null when it was not possible to look
  /// @param sessions how many we know of; null likewise
  /// @param lost how many sessions had lost theirs
  /// @param why it was not possible to look; empty otherwise
  record Look(
      Instant at, @Nullable Integer droplets, @Nullable Integer sessions, int lost, String why) {}

  /// The newest; empty before the first.
  Optional<Look> lastLook() {
    return sql.sql(
            """
            SELECT at, droplets, sessions, cardinality(lost) AS lost, why
              FROM session_reconciliations ORDER BY id DESC LIMIT 1
            """)
        .query((row, _) ->
            new Look(
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("droplets", Integer.class),
                row.getObject("sessions", Integer.class),
                row.getInt("lost"),
                row.getString("why")))
        .optional();
  }

  /// A droplet of ours that nobody knew, and that was destroyed.
  ///
  /// @param unit what it was made for; empty when that is not known
  /// @param destroyedAt when
  record Orphan(String unit, @JsonProperty("destroyed_at") Instant destroyedAt) {}

  /// The newest, newest first.
  List<Orphan> orphans(int most) {
    return sql.sql("SELECT unit, destroyed_at FROM session_orphans ORDER BY id DESC LIMIT ?")
        .param(most)
        .query((row, _) ->
            new Orphan(
                row.getString("unit"),
                row.getObject("destroyed_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /// How many there ever were.
  long countOrphans() {
    return sql.sql("SELECT count(*) FROM session_orphans").query(Long.class).single();
  }

  /// A machine of an operator.
  ///
  /// @param address IPv4
  /// @param name for people; may be empty
  /// @param session tag of the session that lives there; null for none
  /// @param registeredBy who made it known
  /// @param registeredAt when
  record MachineJson(
      String address,
      String name,
      @Nullable String session,
      @JsonProperty("registered_by") String registeredBy,
      @JsonProperty("registered_at") Instant registeredAt) {}

  /// All of them, by address.
  List<MachineJson> machines() {
    return sql.sql(
            """
            SELECT m.ipv4, m.name, m.registered_by, m.registered_at, s.tag
              FROM session_machines m
              LEFT JOIN sessions s ON s.id = m.session_id AND s.over_at IS NULL ORDER BY m.ipv4
            """)
        .query((row, _) ->
            new MachineJson(
                row.getString("ipv4"),
                row.getString("name"),
                row.getString("tag"),
                row.getString("registered_by"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
