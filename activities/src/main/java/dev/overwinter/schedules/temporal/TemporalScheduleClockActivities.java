package dev.overwinter.schedules.temporal;

import dev.overwinter.durable.TaskQueues;
import dev.overwinter.durable.WorkflowIds;
import dev.overwinter.schedules.Cron;
import dev.overwinter.schedules.ScheduleRules;
import dev.overwinter.schedules.postgres.ScheduleRows;
import dev.overwinter.schedules.workflow.RunScheduleWorkflow;
import dev.overwinter.schedules.workflow.ScheduleClockActivities;
import dev.overwinter.schedules.workflow.ScheduleRun;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleListState;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes Temporal agree with the rows. Thread-safe.
///
/// It writes what it has read and reads again, until the row is still the same: of several that do
/// so at once, whoever writes last has read last.
public final class TemporalScheduleClockActivities implements ScheduleClockActivities {
  private static final Logger log = LoggerFactory.getLogger(TemporalScheduleClockActivities.class);
  private static final int ATTEMPTS = 5;

  /// Nearly everybody chooses a full hour; within so many seconds of it, one comes after the other.
  private static final Duration JITTER = Duration.ofSeconds(10);

  private final ScheduleClient client;
  private final ScheduleRows rows;

  public TemporalScheduleClockActivities(ScheduleClient client, ScheduleRows rows) {
    this.client = client;
    this.rows = rows;
  }

  @Override
  public void agree(String server, String schedule) {
    var row = rows.find(server, schedule);
    for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
      write(WorkflowIds.schedule(server, schedule), row);
      var again = rows.find(server, schedule);
      if (again.map(ScheduleRows.Row::version).equals(row.map(ScheduleRows.Row::version))) {
        return;
      }
      row = again;
    }
    throw new IllegalStateException("the row changes as fast as Temporal can be told");
  }

  private void write(String id, Optional<ScheduleRows.Row> row) {
    if (row.isEmpty()) {
      delete(id);
      return;
    }
    var schedule = scheduleOf(row.get());
    try {
      var _ = client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException known) {
      client.getHandle(id).update(_ -> new ScheduleUpdate(schedule));
    }
  }

  private void delete(String id) {
    try {
      client.getHandle(id).delete();
    } catch (ScheduleException | StatusRuntimeException e) {
      if (!isNotFound(e)) {
        throw e;
      }
    }
  }

  private static boolean isNotFound(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException rpc) {
        return rpc.getStatus().getCode() == Status.Code.NOT_FOUND;
      }
    }
    return false;
  }

  @Override
  public int agreeAll() {
    var has = new TreeMap<String, String>();
    client
        .listSchedules()
        .filter(listed -> WorkflowIds.isSchedule(listed.getScheduleId()))
        .forEach(listed -> has.put(listed.getScheduleId(), note(listed)));
    var differing = 0;
    for (var row : rows.all()) {
      var note = has.remove(WorkflowIds.schedule(row.server(), row.id()));
      if (!note(row).equals(note)) {
        agree(row.server(), row.id());
        differing++;
      }
    }
    for (var unknown : has.keySet()) {
      agree(WorkflowIds.serverOfSchedule(unknown), WorkflowIds.scheduleOf(unknown));
      differing++;
    }
    if (differing > 0) {
      log.info("{} schedules differed from their rows", differing);
    }
    return differing;
  }

  private static String note(ScheduleListDescription listed) {
    return Optional.ofNullable(listed.getSchedule())
        .map(schedule -> schedule.getState())
        .map(ScheduleListState::getNote)
        .orElse("");
  }

  /// By which Temporal's own list shows whether it has what the row has.
  private static String note(ScheduleRows.Row row) {
    return "row " + row.version();
  }

  private static Schedule scheduleOf(ScheduleRows.Row row) {
    var cron = Cron.parse(row.plan().cron());
    var zone = ScheduleRules.zone(row.plan().zone()).orElseThrow();
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(RunScheduleWorkflow.class)
                .setArguments(new ScheduleRun(row.server(), row.id(), null))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(WorkflowIds.runSchedule(row.server(), row.id()))
                        .setTaskQueue(TaskQueues.SCHEDULES)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setCalendars(List.of(calendar(cron)))
                .setTimeZoneName(zone.getId())
                .setJitter(JITTER)
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(ScheduleRules.PATIENCE)
                .build())
        .setState(ScheduleState.newBuilder().setPaused(!row.active()).setNote(note(row)).build())
        .build();
  }

  private static ScheduleCalendarSpec calendar(Cron cron) {
    return ScheduleCalendarSpec.newBuilder()
        .setMinutes(ranges(cron.minutes()))
        .setHour(ranges(cron.hours()))
        .setDayOfMonth(ranges(cron.days()))
        .setMonth(ranges(cron.months()))
        .setDayOfWeek(ranges(cron.weekdays()))
        .build();
  }

  private static List<ScheduleRange> ranges(List<Integer> values) {
    return values.stream().map(ScheduleRange::new).toList();
  }
}
