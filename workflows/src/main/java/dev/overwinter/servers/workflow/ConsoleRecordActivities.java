package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ConsoleDoor;
import dev.overwinter.servers.ConsoleLine;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/// What PostgreSQL knows of consoles. Every method is safe to repeat.
@ActivityInterface(namePrefix = "ConsoleRecord_")
public interface ConsoleRecordActivities {

  /// Whether a server can be spoken to now, and where.
  @ActivityMethod
  ConsoleDoor door(String serverId);

  /// Shows lines in a console; those that are there already stay as they are.
  @ActivityMethod
  void show(List<ConsoleLine> lines);
}
