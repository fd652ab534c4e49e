package dev.overwinter.servers.docker;

import dev.overwinter.catalogue.GameTemplate;
import dev.overwinter.catalogue.Hardening;
import dev.overwinter.catalogue.Resources;
import dev.overwinter.catalogue.StopRule;
import dev.overwinter.servers.ContainerOrder;
import dev.overwinter.servers.TestServers;
import java.time.Duration;
import java.util.Map;

/// How a game behaves in a test; reaches it as its environment.
enum Behaviour {
  GOOD("BEHAVES", "1"),
  PLAYED("PLAYERS", "3"),
  IGNORES_STOP("IGNORES_STOP", "1"),
  CRASHES("EXIT_WITH", "3"),
  NEVER_READY("READY_AFTER_MILLIS", "600000"),
  SLOW("READY_AFTER_MILLIS", "3000"),
  SILENT("SILENT", "1"),
  EATS_MEMORY("EAT_MEMORY", "1");

  private final String key;
  private final String value;

  Behaviour(String key, String value) {
    this.key = key;
    this.value = value;
  }

  ContainerOrder order(String serverId, String image, String subnet) {
    var usual = TestServers.template();
    var startTimeout = Duration.ofSeconds(this == NEVER_READY || this == SILENT ? 4 : 40);
    var template =
        new GameTemplate(
            usual.id(),
            usual.name(),
            usual.description(),
            image,
            usual.protocol(),
            usual.port(),
            usual.dataPath(),
            Map.of(key, value),
            new Resources(128L << 20, 1_000, 100),
            new Hardening("1000:1000", true, false),
            new StopRule("stop", Duration.ofSeconds(this == IGNORES_STOP ? 1 : 10)),
            startTimeout,
            false);
    return new ContainerOrder(serverId, template, subnet, false);
  }

  static Behaviour of(ContainerOrder order) {
    for (var behaviour : values()) {
      if (order.template().environment().containsKey(behaviour.key)) {
        return behaviour;
      }
    }
    throw new IllegalArgumentException(order.toString());
  }
}
