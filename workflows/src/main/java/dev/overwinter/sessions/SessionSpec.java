package dev.overwinter.sessions;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a session was made as. What nobody has leased yet belongs to a pool.
///
/// @param id which
/// @param pool the pool that keeps it warm; empty for one that is made for somebody
/// @param lease who it is made for; null for one of a pool, or of an operator's own machine that
///   waits for somebody
/// @param house the account that pays until it is somebody's; an ordinary one, free of charge or
///   capped as the operator likes
/// @param priceClass what it costs, by name
/// @param choices where its droplet may be, in order; empty on an operator's own machine
/// @param machine address of an operator's own machine, which has no droplet (droplet_id 0); empty
///   otherwise
/// @param limits how long it may take and last
public record SessionSpec(
    SessionId id,
    String pool,
    @Nullable Lease lease,
    String house,
    String priceClass,
    List<Choice> choices,
    String machine,
    SessionLimits limits) {
  public SessionSpec {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(house, "house");
    Objects.requireNonNull(priceClass, "priceClass");
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(limits, "limits");
    choices = List.copyOf(choices);
    if (choices.isEmpty() == machine.isEmpty()) {
      throw new IllegalArgumentException("expected: either choices of a droplet or a machine");
    }
  }

  /// What players type.
  public ShareTag tag() {
    return id.tag();
  }

  /// Whether it has a droplet.
  public boolean onDroplet() {
    return machine.isEmpty();
  }
}
