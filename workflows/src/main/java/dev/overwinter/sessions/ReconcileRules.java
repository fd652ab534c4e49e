package dev.overwinter.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares what the provider has with what the records say. Pure; what it finds is asked once more
/// before anything is done about it.
public final class ReconcileRules {
  private ReconcileRules() {}

  /// One look.
  ///
  /// @param droplets those that bear the fleet's tag; read before the claims, so that each of them
  ///   has its claim, which is recorded before a droplet is asked for
  /// @param claims sessions that are not over
  /// @param grace how old a droplet without a session must be, by the provider's clock
  public static FleetFindings compare(
      List<DropletFacts> droplets, List<Claim> claims, Duration grace, Instant now) {
    var live = new TreeMap<SessionId, Claim>();
    claims.forEach(claim -> live.put(claim.session(), claim));
    var listed = new TreeSet<Long>();
    var orphans = new ArrayList<DropletFacts>();
    var strays = new ArrayList<DropletFacts>();
    for (var droplet : droplets) {
      listed.add(droplet.id());
      if (droplet.createdAt().plus(grace).isAfter(now)) {
        continue;
      }
      var claim = droplet.ofUnit().map(unit -> live.get(unit.session()));
      if (claim.isEmpty()) {
        orphans.add(droplet);
      } else if (claim.get().droplet() != 0 && claim.get().droplet() != droplet.id()) {
        strays.add(droplet);
      }
    }
    var missing =
        claims.stream()
            .filter(claim -> claim.droplet() != 0 && !listed.contains(claim.droplet()))
            // It is being destroyed, so it may well be gone.
            .filter(claim -> !claim.state().equals("ENDING"))
            .toList();
    return new FleetFindings(orphans, strays, missing);
  }
}
