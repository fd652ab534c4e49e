package dev.overwinter.universe.workflow;

import dev.overwinter.universe.order.PlayerAnswer;
import dev.overwinter.universe.order.PlayerCommand;
import dev.overwinter.universe.order.UniverseSpec;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;

/// Players and universes in PostgreSQL. Every method is safe to repeat; while the database is away
/// each throws a retryable failure.
@ActivityInterface(namePrefix = "Player_")
public interface PlayerActivities {

  /// Carries a command out or refuses it, in one transaction. A key that was answered before is
  /// answered again.
  @ActivityMethod
  PlayerAnswer perform(String key, PlayerCommand command, Instant at);

  /// Makes a universe with the coordinates that it offers; one that is there stays as it is.
  ///
  /// @return whether it was made now
  @ActivityMethod
  boolean createUniverse(UniverseSpec spec, Instant at);

  /// Tidies all universes; several transactions.
  @ActivityMethod
  TidyReport tidy(Instant at);
}
