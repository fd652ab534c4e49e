package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ServerView;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.slf4j.Logger;

/// Writes what a server is doing into PostgreSQL, beside the main method, so that a database that
/// is down delays no player. Rows that follow each other quickly become one; the newest is always
/// written in the end.
final class ServerRecorder {
  private static final Logger log = Workflow.getLogger(ServerRecorder.class);
  private static final Duration BEFORE_TRYING_AGAIN = Duration.ofMinutes(1);

  private final Server server;
  private final ServerRecordActivities atOnce;
  private final ServerRecordActivities patient;
  private long recorded;

  ServerRecorder(Server server) {
    this.server = server;
    // What the last run left untold is said with the first row.
    var news = server.version() == 1 || !server.meter().untold().isEmpty();
    recorded = server.version() - (news ? 1 : 0);
    atOnce = Workflow.newLocalActivityStub(ServerRecordActivities.class, Retries.recordsAtOnce());
    patient = Workflow.newActivityStub(ServerRecordActivities.class, Retries.records());
  }

  void start() {
    // Ends with the run: the loop has no other end.
    var _ = Async.procedure(this::keepRecords);
  }

  /// Whether everything is written.
  boolean idle() {
    return recorded == server.version() && server.book().unrecorded().isEmpty();
  }

  /// Backups are nobody's hurry: they come after what the server is doing.
  private void recordBackups() {
    for (var next = server.book().unrecorded();
        next.isPresent();
        next = server.book().unrecorded()) {
      try {
        telling(Async.procedure(patient::recordBackup, next.get()));
        server.book().recorded(next.get());
      } catch (ActivityFailure refused) {
        log.warn("backup {} could not be recorded", next.get().id(), refused);
        Workflow.sleep(BEFORE_TRYING_AGAIN);
      }
      if (recorded != server.version()) {
        return;
      }
    }
  }

  /// Waits for a write that may take as long as the database is away. What is used goes on
  /// meanwhile, and so do credits: the account is told beside it.
  ///
  /// @throws ActivityFailure when the write failed
  private void telling(Promise<Void> writing) {
    var told = lastUntold();
    while (!writing.isCompleted()) {
      var seen = told;
      Workflow.await(() -> writing.isCompleted() || lastUntold() > seen);
      // Asked only then: all other histories replay without it. The old way can go when no run is
      // left that waited for a database before 2026-11-22.
      if (writing.isCompleted()
          || Workflow.getVersion("told-while-away", Workflow.DEFAULT_VERSION, 1)
              == Workflow.DEFAULT_VERSION) {
        break;
      }
      told = lastUntold();
      tell();
    }
    writing.get();
  }

  private long lastUntold() {
    var untold = server.meter().untold();
    return untold.isEmpty() ? 0 : untold.getLast().number();
  }

  private void tell() {
    // All of it: what the write took along may not have been heard, and numbers must not be
    // skipped.
    var view = server.view();
    try {
      atOnce.tell(view);
      server.meter().told(view.meterFacts());
    } catch (ActivityFailure unheard) {
      log.warn("{} facts wait for the next change", view.meterFacts().size(), unheard);
    }
  }

  private boolean recordedInTheEnd(ServerView view) {
    try {
      telling(Async.procedure(patient::record, view));
      return true;
    } catch (ActivityFailure refused) {
      // Never expected, but a recorder that ends would leave the server without a truthful row.
      log.warn("version {} could not be recorded", server.version(), refused);
      Workflow.sleep(BEFORE_TRYING_AGAIN);
      return false;
    }
  }

  private void keepRecords() {
    while (true) {
      Workflow.await(() -> !idle());
      if (recorded == server.version()) {
        recordBackups();
        continue;
      }
      var view = server.view();
      // Of the first attempt, also when the second one wrote something newer: histories from before
      // credits then have one more write, which has to come again when they are replayed.
      var version = view.version();
      try {
        atOnce.record(view);
      } catch (ActivityFailure databaseIsDown) {
        view = server.view();
        if (!recordedInTheEnd(view)) {
          continue;
        }
      }
      recorded = Math.max(recorded, version);
      server.meter().told(view.meterFacts());
    }
  }
}
