package dev.overwinter.lab.lobby;

import java.util.HashSet;
import java.util.Set;
import net.minestom.server.entity.Player;

/// The players who see each other.
///
/// 500 players at one spot are 250,000 pairs, each with its own packets; beyond the limit a player
/// sees the world and the chat, and the cost of a stampede stays linear. A place that becomes free
/// is given to the next who joins.
///
/// Thread-safety: players are configured on threads of their own, hence synchronized.
final class Crowd {
  private final int limit;
  private final Set<Player> visible = new HashSet<>();

  Crowd(int limit) {
    this.limit = limit;
  }

  /// Gives a place, or makes the player see and be seen by nobody.
  synchronized void admit(Player player) {
    if (visible.size() >= limit) {
      visible.removeIf(other -> !other.isOnline());
    }
    if (visible.size() < limit) {
      visible.add(player);
    } else {
      player.setAutoViewable(false);
      player.setAutoViewEntities(false);
    }
  }

  synchronized void left(Player player) {
    visible.remove(player);
  }
}
