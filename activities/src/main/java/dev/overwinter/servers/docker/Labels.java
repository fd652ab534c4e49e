package dev.overwinter.servers.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.query.Question;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Names and labels: how ours is recognised.
final class Labels {
  static final String INSTALLATION = "dev.overwinter.installation";
  static final String NODE = "dev.overwinter.node";
  static final String SERVER = "dev.overwinter.server";

  /// Which place of the server it is of; absent on what belongs to its first.
  static final String GENERATION = "dev.overwinter.generation";

  /// Which of its server's worlds a volume is of; absent on the first.
  static final String WORLD = "dev.overwinter.world";

  static final String ORDER = "dev.overwinter.order";
  static final String TEMPLATE = "dev.overwinter.template";

  /// How the game is asked for its players.
  static final String QUERY = "dev.overwinter.query";

  /// After which line any exit is a stop.
  static final String STOP_LINE = "dev.overwinter.stop-line";

  /// What was done to the volumes beside which it lies.
  static final String NOTE = "dev.overwinter.note";

  /// The server for which an install step runs; such a container is nobody's game.
  static final String INSTALL = "dev.overwinter.install";

  // Grows when ContainerRequests makes another container from the same order, so that the next
  // start replaces the ones that exist.
  private static final int LAYOUT = 2;

  private Labels() {}

  /// Name of a server's container, network and volume in its first place.
  static String name(String serverId) {
    return name(serverId, 1);
  }

  /// The same in any place. Two places of one server may meet on one engine: they never share a
  /// name. A dot, which neither ids nor names of volumes have.
  static String name(String serverId, int generation) {
    return "ow-" + serverId + (generation == 1 ? "" : ".g" + generation);
  }

  static String name(ContainerOrder order) {
    return name(order.serverId(), order.generation());
  }

  /// Which place of its server something is of.
  static int generation(@Nullable Map<String, String> labels) {
    return number(labels, GENERATION);
  }

  private static int number(@Nullable Map<String, String> labels, String what) {
    var said = labels == null ? null : labels.get(what);
    try {
      return said == null ? 1 : Math.max(1, Integer.parseInt(said));
    } catch (NumberFormatException forged) {
      return 1;
    }
  }

  /// Which server a container is of; empty when it is of none.
  static String server(InspectContainerResponse container) {
    var labels = container.getConfig().getLabels();
    return labels == null ? "" : labels.getOrDefault(SERVER, "");
  }

  /// Name of the container of a server's install step.
  static String installer(String serverId) {
    return name(serverId) + "-install";
  }

  /// Name of a container that is never started: by it files of the volumes can be reached.
  static String handle(ContainerOrder order) {
    return name(order) + "-handle";
  }

  /// Labels of what is made for an order.
  static Map<String, String> of(Scope scope, ContainerOrder order) {
    var template = order.template();
    var labels = new TreeMap<String, String>();
    labels.put(INSTALLATION, scope.installation());
    labels.put(NODE, scope.node());
    labels.put(SERVER, order.serverId());
    if (order.generation() > 1) {
      labels.put(GENERATION, String.valueOf(order.generation()));
    }
    if (order.world() > 1) {
      labels.put(WORLD, String.valueOf(order.world()));
    }
    labels.put(ORDER, hash(order));
    labels.put(TEMPLATE, template.id());
    Question.whoPlays(order).ifPresent(question -> labels.put(QUERY, question.written()));
    if (!template.stop().stopLine().isEmpty()) {
      labels.put(STOP_LINE, template.stop().stopLine());
    }
    return labels;
  }

  /// Which of its server's worlds a volume is of.
  static int world(@Nullable Map<String, String> labels) {
    return number(labels, WORLD);
  }

  /// Labels of the container of a server's install step.
  static Map<String, String> ofInstall(Scope scope, ContainerOrder order) {
    var labels = new TreeMap<String, String>();
    labels.put(INSTALLATION, scope.installation());
    labels.put(NODE, scope.node());
    labels.put(INSTALL, order.serverId());
    labels.put(ORDER, hash(order));
    return labels;
  }

  /// A short fingerprint of all that a container is made from. Secrets are in it as they were
  /// sealed: it tells that one has changed and nothing about it.
  static String hash(ContainerOrder order) {
    GameTemplate t = order.template();
    var made =
        List.<Object>of(
            LAYOUT,
            t.image(),
            t.placed(order.publicPort()),
            order.proxyProtocol(),
            t.volumes(),
            t.environment(),
            t.arguments(),
            t.resources(),
            t.hardening(),
            t.channels().query(),
            t.stop().stopLine(),
            order.subnet());
    // Only then: containers from before there was another world are what they were.
    return fingerprint(order.world() == 1 ? made : List.of(made, order.world()));
  }

  /// A short fingerprint of values that say themselves by `toString`.
  static String fingerprint(List<?> values) {
    try {
      var text = values.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
