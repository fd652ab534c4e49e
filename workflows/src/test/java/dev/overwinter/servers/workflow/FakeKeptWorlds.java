package dev.overwinter.servers.workflow;

import dev.overwinter.servers.KeptRules;
import dev.overwinter.servers.KeptWorld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/// A database of kept worlds that remembers.
final class FakeKeptWorlds implements KeptWorldActivities {
  final ConcurrentHashMap<String, KeptWorldView> rows = new ConcurrentHashMap<>();
  final ConcurrentHashMap<String, KeptWorld> adopted = new ConcurrentHashMap<>();
  final List<String> states = Collections.synchronizedList(new ArrayList<>());

  @Override
  public List<String> record(KeptWorldView view) {
    rows.put(view.world().serverId(), view);
    states.add(view.state().name());
    var oldestFirst =
        rows.values().stream()
            .filter(row -> row.state() == KeptWorldView.State.KEPT)
            .sorted(Comparator.comparing(row -> row.world().deletedAt()))
            .map(row -> row.world().serverId())
            .toList();
    return oldestFirst.subList(0, Math.max(0, oldestFirst.size() - KeptRules.MOST));
  }

  @Override
  public void forget(String serverId) {
    rows.remove(serverId);
  }

  @Override
  public void adopt(String serverId, KeptWorld world) {
    adopted.put(serverId, world);
  }
}
