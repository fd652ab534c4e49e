package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.SessionView;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.slf4j.Logger;

/// Writes what a session is doing into PostgreSQL, and what it used to accounts, beside the main
/// method, so that a database that is down delays nobody who plays. Rows that follow each other
/// quickly become one; the newest is always written in the end.
final class SessionRecorder {
  private static final Logger log = Workflow.getLogger(SessionRecorder.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);

  private final Session session;
  private final SessionRecordActivities atOnce =
      Workflow.newLocalActivityStub(SessionRecordActivities.class, SessionRetries.recordsAtOnce());
  private final SessionRecordActivities patient =
      Workflow.newActivityStub(SessionRecordActivities.class, SessionRetries.records());
  private long recorded;

  SessionRecorder(Session session) {
    this.session = session;
    // The first row is written by whoever admits it.
    recorded = session.version() - (session.meter().untold().isEmpty() ? 0 : 1);
  }

  void start() {
    // Ends with the run.
    var _ = Async.procedure(this::keepRecords);
  }

  /// Whether everything is written and told.
  boolean idle() {
    return recorded >= session.version() && session.meter().untold().isEmpty();
  }

  private void keepRecords() {
    while (true) {
      Workflow.await(() -> !idle());
      var view = session.view();
      try {
        atOnce.record(view);
        written(view);
      } catch (ActivityFailure databaseIsDown) {
        wait(session.view());
      }
    }
  }

  private void wait(SessionView view) {
    try {
      telling(Async.procedure(patient::record, view));
      written(view);
    } catch (ActivityFailure refused) {
      // Never expected, but a recorder that ends would leave the session without a truthful row.
      log.warn("version {} could not be recorded", view.version(), refused);
      Workflow.sleep(BEFORE_TRYING_AGAIN);
    }
  }

  /// Waits for a write that may take as long as the database is away. What is used goes on
  /// meanwhile, and so do credits: accounts are told beside it.
  private void telling(Promise<Void> writing) {
    while (!writing.isCompleted()) {
      var seen = lastUntold();
      Workflow.await(() -> writing.isCompleted() || lastUntold() > seen);
      if (!writing.isCompleted()) {
        tell();
      }
    }
    writing.get();
  }

  private long lastUntold() {
    var untold = session.meter().untold();
    return untold.isEmpty() ? 0 : untold.getLast().fact().number();
  }

  private void tell() {
    var view = session.view();
    try {
      atOnce.tell(view);
      session.meter().told(view.meterReports());
    } catch (ActivityFailure unheard) {
      log.warn("{} reports wait for the next change", view.meterReports().size(), unheard);
    }
  }

  private void written(SessionView view) {
    recorded = Math.max(recorded, view.version());
    session.meter().told(view.meterReports());
  }
}
