package dev.overwinter.servers.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.overwinter.catalogue.GameVolume;
import dev.overwinter.servers.ContainerOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// The volumes of a server. A new one is empty; the first is the world and bears the server's name
/// alone.
final class Volumes {
  private final Engine engine;
  private final Scope scope;

  Volumes(Engine engine, Scope scope) {
    this.engine = engine;
    this.scope = scope;
  }

  /// What a volume of a server is called.
  static String name(ContainerOrder order, GameVolume volume) {
    var world = order.template().volumes().getFirst();
    var name = base(order);
    return volume.equals(world) ? name : name + "-" + volume.name();
  }

  /// Two worlds of one server never share a name.
  private static String base(ContainerOrder order) {
    return Labels.name(order) + (order.world() == 1 ? "" : ".w" + order.world());
  }

  /// Idempotent.
  void ensure(ContainerOrder order) {
    for (var volume : order.template().volumes()) {
      ensure(name(order, volume), order, Map.of());
    }
  }

  /// Whether the world is there.
  boolean hasWorld(ContainerOrder order) {
    return has(base(order), order.serverId());
  }

  /// Whether a note is there: see [#note].
  boolean noted(ContainerOrder order, String what) {
    var name = noteName(order);
    return has(name, order.serverId())
        && labels(name).filter(labels -> what.equals(labels.get(Labels.NOTE))).isPresent();
  }

  /// Notes beside the volumes what was done to them. An empty volume, because labels of those that
  /// exist cannot be changed; it goes with them.
  void note(ContainerOrder order, String what) {
    var name = noteName(order);
    if (has(name, order.serverId()) && !noted(order, what)) {
      remove(name);
    }
    ensure(name, order, Map.of(Labels.NOTE, what));
  }

  private static String noteName(ContainerOrder order) {
    // A dot, which no volume's name has: the two can never meet.
    return base(order) + ".installed";
  }

  private void ensure(String name, ContainerOrder order, Map<String, String> more) {
    if (!has(name, order.serverId())) {
      var labels = new TreeMap<>(Labels.of(scope, order));
      labels.putAll(more);
      engine.usual().createVolumeCmd().withName(name).withLabels(labels).exec();
    }
  }

  private boolean has(String name, String serverId) {
    var labels = labels(name);
    if (labels.isPresent() && !scope.has(labels.get(), serverId)) {
      throw Failures.foreign("volume", name);
    }
    return labels.isPresent();
  }

  /// All its worlds. Idempotent; what is not ours stays.
  void ensureRemoved(ContainerOrder order) {
    remove(order, _ -> true);
  }

  /// One of its worlds. Idempotent; what is not ours stays.
  void ensureRemoved(ContainerOrder order, int world) {
    remove(order, labels -> Labels.world(labels) == world);
  }

  private void remove(ContainerOrder order, Predicate<Map<String, String>> wanted) {
    var serverId = order.serverId();
    var found =
        engine
            .usual()
            .listVolumesCmd()
            .withFilter("label", List.of(Labels.SERVER + "=" + serverId))
            .exec()
            .getVolumes();
    if (found == null) {
      return;
    }
    // The note first: a world that is gone was never installed.
    found.stream()
        .filter(volume -> scope.has(volume.getLabels(), serverId))
        .filter(volume -> Labels.generation(volume.getLabels()) == order.generation())
        .filter(volume -> wanted.test(volume.getLabels()))
        .map(volume -> volume.getName())
        .sorted((one, other) -> Boolean.compare(isNote(other), isNote(one)))
        .forEach(this::remove);
  }

  private static boolean isNote(String name) {
    return name.endsWith(".installed");
  }

  private void remove(String name) {
    try {
      engine.usual().removeVolumeCmd(name).exec();
    } catch (NotFoundException gone) {
      // Somebody was faster.
      return;
    }
  }

  private Optional<Map<String, String>> labels(String name) {
    try {
      var labels = engine.usual().inspectVolumeCmd(name).exec().getLabels();
      return Optional.of(labels == null ? Map.of() : labels);
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
  }
}
