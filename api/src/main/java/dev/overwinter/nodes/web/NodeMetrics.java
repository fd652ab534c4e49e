package dev.overwinter.nodes.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// `overwinter_nodes{state}`, and by node what it offers and what is promised of it, read every 10
/// seconds.
@Component
final class NodeMetrics {
  private static final List<String> STATES =
      List.of("ONLINE", "DRAINING", "UNKNOWN", "LOST", "RETIRED");
  private static final double CORE = 1000;

  private final NodeReads reads;
  private final MultiGauge nodes;
  private final MultiGauge memoryOffered;
  private final MultiGauge memoryPromised;
  private final MultiGauge cpusOffered;
  private final MultiGauge cpusPromised;

  NodeMetrics(NodeReads reads, MeterRegistry registry) {
    this.reads = reads;
    nodes = gauge(registry, "overwinter_nodes", "Nodes by state");
    memoryOffered =
        gauge(registry, "overwinter_node_memory_offered_bytes", "Memory that may be promised");
    memoryPromised =
        gauge(registry, "overwinter_node_memory_promised_bytes", "Memory that is promised");
    cpusOffered = gauge(registry, "overwinter_node_cpus_offered", "Cores that may be promised");
    cpusPromised = gauge(registry, "overwinter_node_cpus_promised", "Cores that are promised");
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  @Scheduled(fixedDelay = 10_000, initialDelay = 3_000)
  void count() {
    var found = new ArrayList<NodeJson>();
    try {
      found.addAll(reads.list());
    } catch (DataAccessException _) {
      // Unknown is not zero: without the database there is no figure at all.
      List.of(nodes, memoryOffered, memoryPromised, cpusOffered, cpusPromised)
          .forEach(gauge -> gauge.register(List.of(), true));
      return;
    }
    nodes.register(
        STATES.stream()
            .map(state ->
                Row.of(
                    Tags.of("state", state),
                    found.stream().filter(node -> node.state().equals(state)).count()))
            .toList(),
        true);
    found.removeIf(node -> node.state().equals("RETIRED"));
    byNode(memoryOffered, found, node -> node.memory().offered());
    byNode(memoryPromised, found, node -> node.memory().promised());
    byNode(cpusOffered, found, node -> node.cpu().offered() / CORE);
    byNode(cpusPromised, found, node -> node.cpu().promised() / CORE);
  }

  private static void byNode(
      MultiGauge gauge, List<NodeJson> nodes, ToDoubleFunction<NodeJson> figure) {
    gauge.register(
        nodes.stream()
            .map(node -> Row.of(Tags.of("node", node.id()), figure.applyAsDouble(node)))
            .toList(),
        true);
  }
}
