package dev.overwinter.lab.lobby;

import dev.overwinter.lab.lobby.Save.Visitor;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import net.minestom.server.coordinate.Point;
import net.minestom.server.coordinate.Pos;

/// Notes what happens in the world between two saves.
///
/// Thread-safety: every method is synchronized; players join on threads of their own and build on
/// the tick thread. Bounded: the visitor seen longest ago is forgotten first, and a full block
/// table refuses further building.
final class Diary {
  static final int MAX_VISITORS = 10_000;
  static final int MAX_BLOCKS = 50_000;

  private final Clock clock;
  private final SequencedMap<String, Visitor> visitors = new LinkedHashMap<>();
  private final Map<String, String> blocks;
  private long saves;
  private long visits;
  private boolean changed;

  Diary(Save save, Clock clock) {
    this.clock = clock;
    this.saves = save.saves();
    this.visits = save.visits();
    this.blocks = new LinkedHashMap<>(save.blocks());
    save.visitors().entrySet().stream()
        .sorted(
            (a, b) -> Long.compare(a.getValue().lastSeenMillis(), b.getValue().lastSeenMillis()))
        .forEach(entry -> visitors.put(entry.getKey(), entry.getValue()));
  }

  /// Returns where this player stood when last seen.
  synchronized Optional<Pos> lastPosition(String name) {
    return Optional.ofNullable(visitors.get(key(name)))
        .map(v -> new Pos(v.x(), v.y(), v.z(), v.yaw(), v.pitch()));
  }

  /// Notes a join and returns how often this player has come, this time included.
  synchronized long joined(String name, Pos position) {
    Visitor before = visitors.get(key(name));
    long times = before == null ? 1 : before.visits() + 1;
    visits++;
    note(name, times, position);
    return times;
  }

  /// Notes where a known player is.
  synchronized void seen(String name, Pos position) {
    Visitor before = visitors.get(key(name));
    if (before != null) {
      note(name, before.visits(), position);
    }
  }

  /// Notes a changed block; false when the table is full and the change has to be refused.
  synchronized boolean built(Point at, String state) {
    String where = at.blockX() + "," + at.blockY() + "," + at.blockZ();
    if (blocks.size() >= MAX_BLOCKS && !blocks.containsKey(where)) {
      return false;
    }
    blocks.put(where, state);
    changed = true;
    return true;
  }

  synchronized long visits() {
    return visits;
  }

  /// Tells whether anything was noted since the last [#toSave(long)].
  synchronized boolean changed() {
    return changed;
  }

  /// Returns all of it as the next save.
  synchronized Save toSave(long worldTime) {
    changed = false;
    saves++;
    return new Save(Save.FORMAT, saves, visits, worldTime, visitors, blocks);
  }

  /// A save was not written: what it held has to be in the next one.
  synchronized void notSaved() {
    changed = true;
  }

  private void note(String name, long times, Pos at) {
    var visitor =
        new Visitor(name, times, clock.millis(), at.x(), at.y(), at.z(), at.yaw(), at.pitch());
    visitors.remove(key(name));
    visitors.put(key(name), visitor);
    if (visitors.size() > MAX_VISITORS) {
      visitors.pollFirstEntry();
    }
    changed = true;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
