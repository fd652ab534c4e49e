package dev.overwinter.schedules.workflow;

import dev.overwinter.schedules.ChangeOutcome;
import dev.overwinter.schedules.RunOrder;
import dev.overwinter.schedules.RunView;
import dev.overwinter.schedules.ScheduleOrder;
import dev.overwinter.schedules.StepAnswer;
import dev.overwinter.schedules.StepOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What schedules need of the outside, and remembers it.
final class FakeSchedules
    implements ScheduleRecordActivities, ScheduleClockActivities, ScheduleStepActivities {
  final List<ScheduleOrder> changes = new CopyOnWriteArrayList<>();
  final List<RunView> views = new CopyOnWriteArrayList<>();
  final List<StepOrder> orders = new CopyOnWriteArrayList<>();
  final List<String> agreed = new CopyOnWriteArrayList<>();
  final List<StepAnswer> answers = new ArrayList<>();
  volatile RunOrder order = new RunOrder.Stale();
  volatile int down;
  volatile boolean deaf;

  private synchronized void fail() {
    if (down > 0) {
      down--;
      throw new IllegalStateException("away");
    }
  }

  @Override
  public ChangeOutcome change(ScheduleOrder asked) {
    changes.add(asked);
    return ChangeOutcome.DONE;
  }

  @Override
  public RunOrder begin(RunView run) {
    fail();
    views.add(run);
    return order;
  }

  @Override
  public void record(RunView run) {
    views.add(run);
  }

  @Override
  public void tidy(Instant now) {
    agreed.add("tidied");
  }

  @Override
  public void agree(String server, String schedule) {
    fail();
    agreed.add(server + "/" + schedule);
  }

  @Override
  public int agreeAll() {
    agreed.add("all");
    return 3;
  }

  @Override
  public synchronized StepAnswer perform(StepOrder asked) {
    if (deaf) {
      throw new IllegalStateException("nobody answers");
    }
    orders.add(asked);
    fail();
    return answers.isEmpty() ? new StepAnswer(StepOutcome.DONE, "is so") : answers.removeFirst();
  }

  RunView last() {
    return views.getLast();
  }
}
