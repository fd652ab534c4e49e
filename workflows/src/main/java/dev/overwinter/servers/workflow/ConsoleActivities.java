package dev.overwinter.servers.workflow;

import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.Told;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/// Says something to a running game. Runs on the queue of its node, beside its Docker engine.
@ActivityInterface(namePrefix = "Console_")
public interface ConsoleActivities {

  /// Says one line, in the way that the game's template names: on its standard input, or by RCON at
  /// its own container. Takes ten seconds at most.
  ///
  /// Safe to repeat: a line that this worker has said is not said again but answered as the first
  /// time, and a repetition of which it knows nothing, after its restart for instance, is answered
  /// [Told.Unsure] and not said. Whoever wants it said all the same sends another request.
  ///
  /// @param request what makes it this line
  @ActivityMethod
  Told send(ContainerOrder order, String line, String request);
}
