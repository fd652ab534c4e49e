package dev.overwinter.proxy.wake;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who plays or waits on each server over datagrams, through whichever of its doors. Forged senders
/// whom the game answers look like players, so no server has many more of them than it has seats.
/// Safe for all event loops.
final class UdpParties {
  private static final int LEAST = 64;
  // For those who come back from another port before the old one is given up, and for some lies.
  private static final int PER_SEAT = 4;

  private final Map<String, Set<UdpVisit>> byServer = new HashMap<>();

  /// Lets one more in, if need be in place of the oldest that is not proven.
  boolean enter(UdpVisit visit) {
    var route = visit.way().route();
    var most = (int) Math.max(LEAST, (long) PER_SEAT * route.view().maxPlayers());
    UdpVisit out = null;
    synchronized (this) {
      var party = byServer.computeIfAbsent(route.id(), _ -> new LinkedHashSet<>());
      if (party.size() >= most) {
        out = oldestUnproven(party);
        if (out == null) {
          return false;
        }
        party.remove(out);
      }
      party.add(visit);
    }
    if (out != null) {
      out.makeWay();
    }
    return true;
  }

  private static @Nullable UdpVisit oldestUnproven(Set<UdpVisit> party) {
    return party.stream().filter(visit -> !visit.proven()).findFirst().orElse(null);
  }

  /// Lets go of one; repeating it does nothing.
  synchronized void leave(UdpVisit visit) {
    byServer.computeIfPresent(
        visit.way().route().id(),
        (_, party) -> party.remove(visit) && party.isEmpty() ? null : party);
  }
}
