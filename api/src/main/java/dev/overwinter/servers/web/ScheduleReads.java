package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.overwinter.api.access.Makers;
import dev.overwinter.durable.Payloads;
import dev.overwinter.schedules.Cron;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.Step;
import dev.overwinter.schedules.StepKind;
import dev.overwinter.schedules.StepResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// All that the api reads about schedules and their runs. Works while Temporal is away.
@Component
class ScheduleReads {
  private static final int NEXT = 3;
  private static final String LOST = lostQuery();
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final TypeReference<List<Step>> STEPS = new TypeReference<>() {};
  private static final TypeReference<List<StepResult>> RESULTS = new TypeReference<>() {};

  private final JdbcClient sql;
  private final Clock clock;

  ScheduleReads(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// A schedule.
  ///
  /// @param id unique within its server
  /// @param plan what it does when
  /// @param active whether it is not paused
  /// @param whyPaused one line when nobody did it by hand
  /// @param madeBy on whose behalf it runs
  /// @param changedAt when it became what it is
  /// @param next its next runs; none while it is paused
  /// @param last its newest run; null before the first
  record Schedule(
      String id,
      Plan plan,
      boolean active,
      String whyPaused,
      String madeBy,
      Instant changedAt,
      List<Instant> next,
      @Nullable Run last) {}

  /// One run.
  ///
  /// @param id of its workflow
  /// @param due when it should have begun
  /// @param by who asked for it; empty when the clock did
  /// @param beganAt when it did
  /// @param endedAt null while it goes on
  /// @param outcome RUNNING, DONE, SKIPPED because somebody played, REFUSED by the server, FAILED
  ///   when nobody answered, MISSED when it could not begin in time, CANCELLED
  /// @param reason one line when it was not done
  /// @param steps what came of those that were reached
  record Run(
      String id,
      Instant due,
      String by,
      @JsonProperty("began_at") Instant beganAt,
      @JsonProperty("ended_at") @Nullable Instant endedAt,
      String outcome,
      String reason,
      List<Done> steps) {

    /// For people, and as a class of the page's style. Public, since templates call it.
    public String word() {
      return outcome.toLowerCase(Locale.ROOT);
    }
  }

  /// What came of one step.
  ///
  /// @param kind start, stop, restart, backup or command
  /// @param outcome DONE, LEFT_OUT because there was nothing to do it to, SKIPPED because somebody
  ///   played, REFUSED, FAILED
  /// @param said one line for people
  /// @param at when
  record Done(String kind, String outcome, String said, Instant at) {}

  /// All of a server, by name.
  List<Schedule> of(String serverId) {
    return sql.sql("SELECT * FROM schedules WHERE server_id = ? ORDER BY name, id")
        .param(serverId)
        .query((row, _) -> schedule(row))
        .list();
  }

  /// One of them.
  Optional<Schedule> find(String serverId, String id) {
    return sql.sql("SELECT * FROM schedules WHERE server_id = ? AND id = ?")
        .params(serverId, id)
        .query((row, _) -> schedule(row))
        .optional();
  }

  /// The runs of one that are kept, newest first.
  List<Run> runs(String serverId, String id, int most) {
    return sql.sql(
            """
            SELECT * FROM schedule_runs WHERE server_id = ? AND schedule_id = ?
             ORDER BY began_at DESC, id LIMIT ?
            """)
        .params(serverId, id, most)
        .query((row, _) -> run(row))
        .list();
  }

  /// A schedule that nobody answers for any more.
  ///
  /// @param server whose
  /// @param id which
  /// @param maker who may not do it any more
  record Lost(String server, String id, String maker) {}

  /// Those that run although their makers are kept out, or may not do by hand what they do. A maker
  /// who is no account is the machine's own operator.
  List<Lost> lost() {
    return sql.sql(LOST)
        .query((row, _) ->
            new Lost(row.getString("server_id"), row.getString("id"), row.getString("made_by")))
        .list();
  }

  private static String lostQuery() {
    var needs =
        Stream.of(StepKind.values())
            .map(kind ->
                "WHEN '%s' THEN '{%s}'::text[]"
                    .formatted(kind.name(), String.join(",", kind.needs())))
            .collect(Collectors.joining(" "));
    var all =
        """
        '{schedules}'::text[] || ARRAY(
          SELECT unnest(CASE step ->> 'kind' %s END) FROM jsonb_array_elements(plan.steps) step)
        """
            .formatted(needs);
    return """
    SELECT plan.server_id, plan.id, plan.made_by FROM schedules plan
     WHERE plan.active AND EXISTS (SELECT 1 FROM accounts a WHERE a.name = plan.made_by)
       AND NOT %s
     ORDER BY plan.server_id, plan.id LIMIT 500
    """
        .formatted(Makers.mayStill("plan", all));
  }

  private Schedule schedule(ResultSet row) throws SQLException {
    var plan =
        new Plan(
            row.getString("name"),
            row.getString("cron"),
            row.getString("zone"),
            row.getBoolean("only_if_empty"),
            read(row.getString("steps"), STEPS));
    var active = row.getBoolean("active");
    var runs = runs(row.getString("server_id"), row.getString("id"), 1);
    return new Schedule(
        row.getString("id"),
        plan,
        active,
        row.getString("why_paused"),
        row.getString("made_by"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        active ? next(plan) : List.of(),
        runs.isEmpty() ? null : runs.getFirst());
  }

  private List<Instant> next(Plan plan) {
    return ScheduleRules.zone(plan.zone())
        .map(zone -> Cron.parse(plan.cron()).next(clock.instant(), zone, NEXT))
        .orElseGet(List::of);
  }

  private static Run run(ResultSet row) throws SQLException {
    var ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Run(
        row.getString("id"),
        row.getObject("due", OffsetDateTime.class).toInstant(),
        row.getString("by_hand"),
        row.getObject("began_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getString("outcome"),
        row.getString("reason"),
        read(row.getString("steps"), RESULTS).stream()
            .map(step -> new Done(step.kind().id(), step.outcome().name(), step.said(), step.at()))
            .toList());
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schedule's row cannot be read", e);
    }
  }
}
