package dev.overwinter.proxy.traffic;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The players that are relayed at this moment, all servers together. Safe for all event loops.
public final class Sessions {
  private final Set<Session> live = ConcurrentHashMap.newKeySet();

  /// Begins a session.
  public Session begin(String serverId) {
    var session = new Session(serverId, this);
    live.add(session);
    return session;
  }

  /// Tells every session that has reached this age, once. To be called now and then by one thread.
  public void settle(Duration age) {
    live.forEach(session -> session.settle(age));
  }

  void end(Session session) {
    live.remove(session);
  }

  /// Those that live.
  public Collection<Session> live() {
    return Collections.unmodifiableSet(live);
  }

  /// How many live.
  public int count() {
    return live.size();
  }
}
