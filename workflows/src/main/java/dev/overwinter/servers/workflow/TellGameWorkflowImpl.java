package dev.overwinter.servers.workflow;

import dev.overwinter.servers.CommandLine;
import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.ConsoleLine;
import dev.overwinter.servers.ConsoleLine.Voice;
import dev.overwinter.servers.TellRequest;
import dev.overwinter.servers.Told;
import dev.overwinter.servers.Untold;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/// Looks where the game is, says it there, and keeps what came back.
public final class TellGameWorkflowImpl implements TellGameWorkflow {
  /// A line that could not be said for so long is not said at all: whoever typed it has given up,
  /// and what they meant may not be so any more.
  private static final Duration SAID_WITHIN = Duration.ofSeconds(30);

  private static final Logger log = Workflow.getLogger(TellGameWorkflowImpl.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ConsoleRecordActivities records =
      Workflow.newActivityStub(ConsoleRecordActivities.class, Retries.consoleRecords());

  @Override
  public Told run(TellRequest request) {
    var objection = CommandLine.objection(request.line());
    if (objection.isPresent()) {
      return new Told.Refused(Untold.BAD_LINE, "the line: " + objection.get());
    }
    ConsoleDoor door;
    try {
      door = records.door(request.serverId());
    } catch (ActivityFailure away) {
      return new Told.Refused(Untold.OTHER, "nobody knows where it is: the database is away");
    }
    return switch (door) {
      case ConsoleDoor.Closed(var why, var reason) -> new Told.Refused(why, reason);
      case ConsoleDoor.Open open -> tell(request, open);
    };
  }

  private Told tell(TellRequest request, ConsoleDoor.Open open) {
    show(request, Voice.TYPED, request.by(), List.of(request.line()));
    var told = late() ? tooLate() : say(request, open);
    show(request, Voice.ANSWERED, "", words(told));
    return told;
  }

  private static boolean late() {
    var asked = Workflow.getInfo().getRunStartedTimestampMillis();
    return Workflow.currentTimeMillis() - asked > SAID_WITHIN.toMillis();
  }

  private static Told tooLate() {
    return new Told.Refused(
        Untold.TOO_LATE, "it could not be said within " + SAID_WITHIN.toSeconds() + " s");
  }

  private static Told say(TellRequest request, ConsoleDoor.Open open) {
    try {
      return Workflow.newActivityStub(ConsoleActivities.class, Retries.console(open.node()))
          .send(open.order(), request.line(), request.request());
    } catch (ActivityFailure failure) {
      return neverTaken(failure)
          ? new Told.Refused(Untold.NODE_AWAY, "its node does not answer")
          : new Told.Unsure("its node stopped answering while it was being said");
    }
  }

  /// What no worker has begun has not been said.
  private static boolean neverTaken(ActivityFailure failure) {
    return failure.getCause() instanceof TimeoutFailure timeout
        && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
  }

  private static List<String> words(Told told) {
    return switch (told) {
      case Told.Written _ -> List.of();
      case Told.Answered(var lines) -> lines;
      case Told.Refused(var _, var reason) -> List.of("not said: " + reason);
      case Told.Unsure(var reason) -> List.of("perhaps said: " + reason);
    };
  }

  /// A console that cannot be written is no reason to say nothing.
  private void show(TellRequest request, Voice voice, String by, List<String> texts) {
    if (texts.isEmpty()) {
      return;
    }
    // Lines of one millisecond are told apart by their request.
    var at =
        Workflow.currentTimeMillis() * NANOS_PER_MILLI
            + Math.floorMod(request.request().hashCode(), 900_000);
    var lines = new ArrayList<ConsoleLine>();
    for (var text : texts) {
      lines.add(new ConsoleLine(request.serverId(), at + lines.size(), voice, by, text));
    }
    try {
      records.show(lines);
    } catch (ActivityFailure away) {
      log.warn("a line is missing in the console of {}", request.serverId());
    }
  }
}
