package dev.overwinter.servers.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.overwinter.api.auth.Actor;
import dev.overwinter.api.auth.AuditInterceptor;
import dev.overwinter.api.docs.Refuses;
import dev.overwinter.schedules.Plan;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.Step;
import dev.overwinter.schedules.StepKind;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What servers do by the clock, for programs.
@RestController
@RequestMapping("/api/servers/{id}/schedules")
@Tag(name = "Schedules")
class SchedulesController {
  private static final String KEY = "[\\x21-\\x7e]{1,200}";
  private static final String KEY_MESSAGE = "must be 1 to 200 visible characters";
  private static final int RUNS = 50;

  private final ScheduleDesk desk;
  private final ScheduleReads reads;

  SchedulesController(ScheduleDesk desk, ScheduleReads reads) {
    this.desk = desk;
    this.reads = reads;
  }

  /// One step of a schedule.
  ///
  /// @param kind start, stop, restart, backup or command
  /// @param afterSeconds how long after the beginning of the run
  /// @param line what is said to the game; empty unless it is a command
  record StepJson(String kind, @JsonProperty("after_seconds") long afterSeconds, String line) {
    static StepJson of(Step step) {
      return new StepJson(step.kind().id(), step.after().toSeconds(), step.line());
    }
  }

  /// A schedule.
  ///
  /// @param id unique within its server
  /// @param name for people
  /// @param cron minute, hour, day of the month, month, day of the week
  /// @param zone in whose time that is
  /// @param onlyIfEmpty whether a run does nothing while somebody plays
  /// @param steps in order
  /// @param active whether it is not paused
  /// @param whyPaused one line when nobody did it by hand; empty otherwise
  /// @param madeBy on whose behalf it runs
  /// @param changedAt when it became what it is
  /// @param nextRuns the next three; none while it is paused
  /// @param lastRun its newest run; null before the first
  record ScheduleJson(
      String id,
      String name,
      String cron,
      String zone,
      @JsonProperty("only_if_empty") boolean onlyIfEmpty,
      List<StepJson> steps,
      boolean active,
      @JsonProperty("why_paused") String whyPaused,
      @JsonProperty("made_by") String madeBy,
      @JsonProperty("changed_at") Instant changedAt,
      @JsonProperty("next_runs") List<Instant> nextRuns,
      @JsonProperty("last_run") ScheduleReads.@Nullable Run lastRun) {
    static ScheduleJson of(ScheduleReads.Schedule schedule) {
      var plan = schedule.plan();
      return new ScheduleJson(
          schedule.id(),
          plan.name(),
          plan.cron(),
          plan.zone(),
          plan.onlyIfEmpty(),
          plan.steps().stream().map(StepJson::of).toList(),
          schedule.active(),
          schedule.whyPaused(),
          schedule.madeBy(),
          schedule.changedAt(),
          schedule.next(),
          schedule.last());
    }
  }

  /// A step as it is asked for.
  ///
  /// @param kind start, stop, restart, backup or command
  /// @param afterSeconds how long after the beginning of the run; 0 unless said
  /// @param line what to say to the game, for a command and nothing else
  record WantedStep(
      @NotNull @Pattern(regexp = "start|stop|restart|backup|command") String kind,
      @JsonProperty("after_seconds") @Min(0) @Max(3_600) @Nullable Integer afterSeconds,
      @Size(max = ScheduleRules.LONGEST_LINE) @PlainText @Nullable String line) {
    Step step() {
      return new Step(
          StepKind.valueOf(kind.toUpperCase(Locale.ROOT)),
          Duration.ofSeconds(afterSeconds == null ? 0 : afterSeconds),
          line);
    }
  }

  /// What a server is to do and when.
  ///
  /// @param name for people
  /// @param cron minute, hour, day of the month, month, day of the week; at least five minutes
  ///   apart
  /// @param zone an IANA time zone
  /// @param onlyIfEmpty whether a run does nothing while somebody plays (true); otherwise it cuts
  ///   players off
  /// @param steps 1 to 10, in order, all within an hour
  @Schema(
      example =
          "{\"name\":\"Every night\",\"cron\":\"0 4 * * *\",\"zone\":\"Europe/Berlin\","
              + "\"steps\":[{\"kind\":\"stop\"},{\"kind\":\"backup\",\"after_seconds\":300}]}")
  record Wanted(
      @NotBlank @Size(max = ScheduleRules.LONGEST_NAME) @PlainText String name,
      @NotBlank @Size(max = 120) @PlainText String cron,
      @NotBlank @Size(max = 64) @PlainText String zone,
      @JsonProperty("only_if_empty") @Nullable Boolean onlyIfEmpty,
      @NotNull @Size(min = 1, max = ScheduleRules.MOST_STEPS)
          List<@NotNull @Valid WantedStep> steps) {
    Plan plan() {
      return new Plan(
          name.strip(),
          cron.strip(),
          zone.strip(),
          onlyIfEmpty == null || onlyIfEmpty,
          steps.stream().map(WantedStep::step).toList());
    }
  }

  /// A run was started.
  ///
  /// @param run its id among the runs
  record Started(String run) {}

  @GetMapping
  @Operation(summary = "What a server does by the clock", description = "By name.")
  List<ScheduleJson> list(@AuthenticationPrincipal Actor actor, @PathVariable String id) {
    return reads.of(desk.server(actor, id).id()).stream().map(ScheduleJson::of).toList();
  }

  @PostMapping
  @Operation(
      summary = "Have a server do something by the clock",
      description =
          "Needs the permission `schedules` and those that each step needs by hand: start, stop,"
              + " console for a command, files for a backup. It runs on behalf of whoever made,"
              + " changed or resumed it last, and is paused once they may not do this any more. 409"
              + " TOO_MANY when there are twenty. With an Idempotency-Key the request can be"
              + " repeated and makes one.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT})
  ScheduleJson create(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_MESSAGE)
          @Nullable String key,
      @Valid @RequestBody Wanted body,
      HttpServletRequest request) {
    var made = desk.create(actor, desk.server(actor, id), body.plan(), key);
    AuditInterceptor.target(request, id + " " + made.id());
    return ScheduleJson.of(made);
  }

  @GetMapping("/{schedule}")
  @Operation(summary = "One of them")
  ScheduleJson one(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule) {
    return ScheduleJson.of(desk.schedule(desk.server(actor, id), schedule));
  }

  @PutMapping("/{schedule}")
  @Operation(
      summary = "Make it another one",
      description = "It stays paused when it was. A run that is under way ends as it began.")
  @Refuses(HttpStatus.CONFLICT)
  ScheduleJson replace(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      @Valid @RequestBody Wanted body) {
    return ScheduleJson.of(desk.replace(actor, desk.server(actor, id), schedule, body.plan()));
  }

  @DeleteMapping("/{schedule}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forget it and its runs")
  void remove(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule) {
    desk.remove(actor, desk.server(actor, id), schedule);
  }

  @PostMapping("/{schedule}/pause")
  @Operation(summary = "It runs no more until it is resumed")
  ScheduleJson pause(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule) {
    return ScheduleJson.of(desk.pause(actor, desk.server(actor, id), schedule));
  }

  @PostMapping("/{schedule}/resume")
  @Operation(summary = "It runs again", description = "What was due meanwhile is not made up for.")
  ScheduleJson resume(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule) {
    return ScheduleJson.of(desk.resume(actor, desk.server(actor, id), schedule));
  }

  @PostMapping("/{schedule}/run")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Run it now",
      description =
          "Also while it is paused. 409 RUNNING while a run of it is under way. With an"
              + " Idempotency-Key the request can be repeated and is one run. Six in a minute for"
              + " each server.")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT})
  Started run(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule,
      @RequestHeader(name = "Idempotency-Key", required = false)
          @Pattern(regexp = KEY, message = KEY_MESSAGE)
          @Nullable String key) {
    return new Started(desk.run(actor, desk.server(actor, id), schedule, key));
  }

  @GetMapping("/{schedule}/runs")
  @Operation(
      summary = "Its runs, newest first",
      description = "The newest fifty of the last thirty days.")
  List<ScheduleReads.Run> runs(
      @AuthenticationPrincipal Actor actor,
      @PathVariable String id,
      @PathVariable String schedule) {
    var server = desk.server(actor, id);
    return reads.runs(server.id(), desk.schedule(server, schedule).id(), RUNS);
  }
}
