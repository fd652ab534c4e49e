package dev.overwinter.lab.simulators.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.overwinter.lab.simulators.store.Change;
import dev.overwinter.lab.simulators.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Things that are only kept, found and removed, in the form in which the API shows them: tags,
/// keys, firewalls, domains, records.
///
/// Each call is atomic and kept before it returns. Safe for use by many threads.
public final class Shelf {
  private final Store store;
  private final String kind;
  private final String key;
  private final TreeMap<String, ObjectNode> things = new TreeMap<>();

  /// Reads the things of a kind.
  ///
  /// @param key the field that identifies one
  public Shelf(Store store, String kind, String key) {
    this.store = store;
    this.kind = kind;
    this.key = key;
    store.all(kind, ObjectNode.class).forEach(thing -> things.put(idOf(thing), thing));
  }

  private String idOf(ObjectNode thing) {
    return thing.path(key).asText();
  }

  /// Adds a thing, or replaces the one with its id.
  public synchronized void put(ObjectNode thing) {
    var copy = thing.deepCopy();
    store.write(List.of(Change.put(kind, idOf(copy), copy)));
    things.put(idOf(copy), copy);
  }

  public synchronized Optional<ObjectNode> find(String id) {
    return Optional.ofNullable(things.get(id)).map(ObjectNode::deepCopy);
  }

  /// Returns all, in the order of their ids as text.
  public synchronized List<ObjectNode> all() {
    return things.values().stream().map(ObjectNode::deepCopy).toList();
  }

  /// Removes a thing.
  ///
  /// @return whether there was one
  public synchronized boolean remove(String id) {
    if (!things.containsKey(id)) {
      return false;
    }
    store.write(List.of(Change.remove(kind, id)));
    things.remove(id);
    return true;
  }

  /// Returns the number after the largest id, for things that are numbered.
  public synchronized long nextNumber(long first) {
    return things.keySet().stream().mapToLong(Long::parseLong).max().orElse(first - 1) + 1;
  }

  /// Forgets all; the disk is the caller's matter.
  public synchronized void reset() {
    things.clear();
  }
}
