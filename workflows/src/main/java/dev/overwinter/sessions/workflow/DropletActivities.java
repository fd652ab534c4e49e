package dev.overwinter.sessions.workflow;

import dev.overwinter.sessions.AddressAnswer;
import dev.overwinter.sessions.CreateAnswer;
import dev.overwinter.sessions.DropletFacts;
import dev.overwinter.sessions.DropletOrder;
import dev.overwinter.sessions.FleetRoom;
import dev.overwinter.sessions.Unit;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of DigitalOcean. Runs on the queue `sessions`.
///
/// Every droplet of ours bears two tags: the fleet's, which names this installation, and its unit's
/// ([Unit#text()]), which is also its name. Nothing without the fleet's tag is ever touched, and
/// nothing is destroyed that does not bear the unit that the caller names.
///
/// Errors: what may be tried again is thrown as a retryable failure, with the provider's
/// Retry-After as its next delay; *unreachable* is never taken for *gone*. All methods draw on one
/// budget of calls that all workers share. No message holds anything of the provider's body, no
/// secret and no user_data. The provider's ids are 64 bits wide; action ids are never used.
@ActivityInterface(namePrefix = "Droplet_")
public interface DropletActivities {

  /// Type of the non-retryable failure that says that a droplet bears neither our fleet's tag nor
  /// the unit that was named.
  String NOT_OURS = "NotOurs";

  /// Asks for a droplet, **once**: the one method that must not be repeated by whoever runs it, and
  /// the workflow runs it with one attempt. The caller has looked whether it is there. Never throws
  /// for what the provider says: certain answers are told apart from [CreateAnswer.Unknown], which
  /// is also the word for a timeout, 5xx, HTML, a null of the client and every exception of it.
  /// Takes 25 s at most.
  ///
  /// Composes the user_data: the key of the unit, its name, where heartbeats go; ASCII only.
  @ActivityMethod
  CreateAnswer create(DropletOrder order);

  /// All droplets that bear a unit's tag, over all pages, in any order. An empty list proves
  /// nothing: lists lag behind a creation. Safe to repeat.
  @ActivityMethod
  List<DropletFacts> find(Unit unit);

  /// Waits until a droplet is active and has a public IPv4, or vanishes (404 on GET, twice in a
  /// row), or the patience is over. Heartbeats; ends early when cancelled. Many waits share one
  /// list by the fleet's tag and ask for one droplet by GET only to be sure of a 404. Safe to
  /// repeat.
  @ActivityMethod
  AddressAnswer awaitAddress(DropletOrder order, long droplet, Duration patience);

  /// The droplet is gone: DELETE, then GET until it says 404. A 404 to either is what was wanted.
  /// 422 (a pending event, still `new`), 429 and 5xx are thrown as retryable. Heartbeats while it
  /// waits. Safe to repeat, also long after.
  ///
  /// @param unit the text of the unit that the droplet must bear; empty for one that must bear the
  ///   fleet's tag and no unit's
  /// @return when it was there for the last time, as far as anybody can say: when the DELETE was
  ///   accepted after which it was gone, however long the proof took and whoever died over it; null
  ///   when nobody has seen it
  /// @throws io.temporal.failure.ApplicationFailure of type [#NOT_OURS], not retryable
  @ActivityMethod
  @Nullable Instant ensureDestroyed(String unit, long droplet);

  /// Whether a droplet exists, by GET: the only proof that it does not. Safe to repeat.
  @ActivityMethod
  boolean exists(long droplet);

  /// Every droplet with the fleet's tag, over all pages with 200 each; one that is created or
  /// destroyed while pages are turned may be in it or not, all others are, once. By id. One without
  /// a unit of ours is in it with an empty [DropletFacts#unit()]. Safe to repeat.
  @ActivityMethod
  List<DropletFacts> fleet();

  /// How much room the provider has. Safe to repeat; may be up to a minute old.
  @ActivityMethod
  FleetRoom room();
}
